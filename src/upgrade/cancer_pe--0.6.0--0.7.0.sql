\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.7.0'" to load this file. \quit

COMMENT ON FUNCTION check_reference() IS 'Trigger of registries, after a row was added or changed: the row of another registry that it names has to be there. Arguments: that registry; an action and the columns that both have alike (or own:other). With action hold, sessions that add here and remove there wait for each other. As a foreign key, but while a dump is restored (check_function_bodies is off) nothing is checked, because a parallel restore loads an extension''s tables in any order. Errors: 23503.';
COMMENT ON FUNCTION keep_reference() IS 'Trigger of registries, after a row was deleted or its key changed: rows of another registry that name it go too (action cascade, when it was deleted), or it has to stay (refuse; hold: and sessions that add there wait). Arguments: that registry; the action and the columns as check_reference of the other has them. Errors: 23503.';
DELETE FROM scheme WHERE builtin;
INSERT INTO scheme (scheme, groups_by, codes, orientation, unmapped, unmapped_group, certainty, source, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], ''), f[5], nullif(f[6], ''), f[7], f[8], f[9], true
FROM string_to_table($schemes$
scheme;by;codes;orientation;unmapped;unmapped_group;certainty;source;note
ndrs_prevalence10;tumour;icd10;;error;;sourced;NDRS cancer prevalence groups, as CLINDA-AAU/simulacrumWorkflowR @90ff716 R/preprocessing.R has them;Ten groups, ill-defined (every other C code, so sarcoma and endocrine too) and other (every other code, D05 among them).
cpes13;tumour;icd10;;error;;unconfirmed;The names of the 13 groups are those of the published tables of 2018, the codes of each are recalled, no published list was found;Do not publish by it without the list of the survey contractor: a code in the wrong group moves results of both.
cpes_wave1_open_sites;tumour;icd10;;group;All other;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis: list of sites;The sites of the open file of wave 1.
cpes_age;age;number;;error;;sourced;NCRAS ODR data dictionary v8, CPES_AGE_BAND2_CORRECTED;Age in years. A band holds its first age and not the first of the next. The survey is for people of 16 and over.
age_decades;age;number;;error;;sourced;LizzieAugarde/HNA_PCSP_coverage @17374fe, 7_analysis_demogs_clinical_characs.R;Age at diagnosis in decades, as work with the registry has it.
cpes_wave1_open_age;age;number;;error;;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis;The age bands of the open files of waves 1 and 2.
scotland_age3;age;number;;error;;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 02.CPES_2024_add_weights.R;Bands of the weights of Scotland and its regions.
scotland_age2;age;number;;error;;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 02.CPES_2024_add_weights.R;Bands of the weights of Scottish boards.
sex;sex;word;;error;;sourced;Simulacrum lookup zsex (NCRAS);Male 1, female 2, not known 0, not specified 9.
ethnicity_16;ethnicity;word;;error;;sourced;NHS Data Dictionary, ethnic category 2001 (NHSDigital/DataDictionaryPublication @6db0e36);The sixteen categories of 2001 and not stated, each a group of its own.
ethnicity_hna;ethnicity;word;;group;Not known;sourced;LizzieAugarde/HNA_PCSP_coverage @17374fe, 7_analysis_demogs_clinical_characs.R;Chinese apart, the old code 0 is White, and every code that it does not name is not known.
ethnicity_registry;ethnicity;word;;error;;inferred;Simulacrum v1 look-up zethnicity (NCRAS; UCL-simulacrum/EDA @63fde1d), its codes grouped here;Also the older codes 0 and 8 and the local sub-groups, which go with their first letter: of the codes that registries have none is left out. Chinese apart, as in ethnicity_hna.
ethnicity_stage;ethnicity;word;;error;;inferred;A public script on stage at diagnosis (NDRS), repository not identified: Chinese is in Asian and the mixed categories are in Other, the rest by the categories themselves;Differs from ethnicity_hna for D to G and R: a table says which of the two it is by.
deprivation_registry_v8;deprivation;quintile;least_first;error;;sourced;NCRAS ODR data dictionary v8 and Simulacrum v1;Income domain of the indices of 2004 to 2015, fifths of the population: the files count 1 as the least deprived.
deprivation_imd2019;deprivation;quintile;most_first;error;;sourced;IMD 2019 tables used with registry data (LizzieAugarde/Linked_CPES_analysis @61ff723);Fifths of the number of small areas, not of people: the files print 1 - most deprived.
deprivation_cpes_wave1_open;deprivation;quintile;least_first;error;;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis: QUINTILE2010;The open files count 1 as the least deprived.
$schemes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';
DELETE FROM scheme_group WHERE builtin;
INSERT INTO scheme_group (scheme, position, group_name, label, builtin)
SELECT f[1], f[2]::integer, f[3], f[4], true
FROM string_to_table($groups$
scheme;position;group;label
ndrs_prevalence10;1;Eye, brain and CNS;Eye, brain and central nervous system
ndrs_prevalence10;2;Breast;Breast
ndrs_prevalence10;3;Gynaecological;Gynaecological
ndrs_prevalence10;4;Haematologic;Haematological
ndrs_prevalence10;5;Head and Neck;Head and neck
ndrs_prevalence10;6;Lower gastrointestinal;Lower gastrointestinal
ndrs_prevalence10;7;Lung and bronchus;Lung and bronchus
ndrs_prevalence10;8;Skin;Skin
ndrs_prevalence10;9;Upper gastrointestinal;Upper gastrointestinal
ndrs_prevalence10;10;Urology;Urological
ndrs_prevalence10;11;Ill-defined and unspecified;Ill-defined and unspecified
ndrs_prevalence10;12;Other;Other
cpes13;1;Brain and CNS;Brain and CNS
cpes13;2;Breast;Breast
cpes13;3;Colorectal;Colorectal
cpes13;4;Gynaecological;Gynaecological
cpes13;5;Haematological;Haematological
cpes13;6;Head and Neck;Head and Neck
cpes13;7;Lung;Lung
cpes13;8;Other;Other
cpes13;9;Prostate;Prostate
cpes13;10;Sarcoma;Sarcoma
cpes13;11;Skin;Skin
cpes13;12;Upper Gastro;Upper Gastro
cpes13;13;Urological;Urological
cpes_wave1_open_sites;1;C00-C14;C00-C14
cpes_wave1_open_sites;2;C15;C15
cpes_wave1_open_sites;3;C16;C16
cpes_wave1_open_sites;4;C18;C18
cpes_wave1_open_sites;5;C19-C20;C19-C20
cpes_wave1_open_sites;6;C25;C25
cpes_wave1_open_sites;7;C33-C34;C33-C34
cpes_wave1_open_sites;8;C43;C43
cpes_wave1_open_sites;9;C49;C49
cpes_wave1_open_sites;10;C50;C50
cpes_wave1_open_sites;11;C54;C54
cpes_wave1_open_sites;12;C56;C56
cpes_wave1_open_sites;13;C61;C61
cpes_wave1_open_sites;14;C64;C64
cpes_wave1_open_sites;15;C67;C67
cpes_wave1_open_sites;16;C73;C73
cpes_wave1_open_sites;17;C82;C82
cpes_wave1_open_sites;18;C83;C83
cpes_wave1_open_sites;19;C85;C85
cpes_wave1_open_sites;20;C90;C90
cpes_wave1_open_sites;21;C91-C95;C91-C95
cpes_wave1_open_sites;22;D05;D05
cpes_wave1_open_sites;23;All other;All other
cpes_age;1;16-24;16-24
cpes_age;2;25-34;25-34
cpes_age;3;35-44;35-44
cpes_age;4;45-54;45-54
cpes_age;5;55-64;55-64
cpes_age;6;65-74;65-74
cpes_age;7;75-84;75-84
cpes_age;8;85+;85+
age_decades;1;Under 20;Under 20
age_decades;2;20-29;20-29
age_decades;3;30-39;30-39
age_decades;4;40-49;40-49
age_decades;5;50-59;50-59
age_decades;6;60-69;60-69
age_decades;7;70-79;70-79
age_decades;8;80+;80+
cpes_wave1_open_age;1;Under 55;Under 55
cpes_wave1_open_age;2;55-64;55-64
cpes_wave1_open_age;3;65-74;65-74
cpes_wave1_open_age;4;75+;75+
scotland_age3;1;16-64;16-64
scotland_age3;2;65-74;65-74
scotland_age3;3;75+;75+
scotland_age2;1;16-64;16-64
scotland_age2;2;65+;65+
sex;1;Female;Female
sex;2;Male;Male
sex;3;Not specified;Not specified
sex;4;Not known;Not known
ethnicity_16;1;A;White: British
ethnicity_16;2;B;White: Irish
ethnicity_16;3;C;White: any other
ethnicity_16;4;D;Mixed: White and Black Caribbean
ethnicity_16;5;E;Mixed: White and Black African
ethnicity_16;6;F;Mixed: White and Asian
ethnicity_16;7;G;Mixed: any other
ethnicity_16;8;H;Asian or Asian British: Indian
ethnicity_16;9;J;Asian or Asian British: Pakistani
ethnicity_16;10;K;Asian or Asian British: Bangladeshi
ethnicity_16;11;L;Asian or Asian British: any other
ethnicity_16;12;M;Black or Black British: Caribbean
ethnicity_16;13;N;Black or Black British: African
ethnicity_16;14;P;Black or Black British: any other
ethnicity_16;15;R;Chinese
ethnicity_16;16;S;Any other ethnic group
ethnicity_16;17;Z;Not stated
ethnicity_hna;1;White;White
ethnicity_hna;2;Mixed;Mixed
ethnicity_hna;3;Asian;Asian
ethnicity_hna;4;Black;Black
ethnicity_hna;5;Chinese;Chinese
ethnicity_hna;6;Other;Other
ethnicity_hna;7;Not known;Not known
ethnicity_registry;1;White;White
ethnicity_registry;2;Mixed;Mixed
ethnicity_registry;3;Asian;Asian
ethnicity_registry;4;Black;Black
ethnicity_registry;5;Chinese;Chinese
ethnicity_registry;6;Other;Other
ethnicity_registry;7;Not known;Not known
ethnicity_stage;1;White;White
ethnicity_stage;2;Asian;Asian
ethnicity_stage;3;Black;Black
ethnicity_stage;4;Other;Other
ethnicity_stage;5;Not known;Not known
deprivation_registry_v8;1;1;Most deprived fifth
deprivation_registry_v8;2;2;Second most deprived
deprivation_registry_v8;3;3;Middle fifth
deprivation_registry_v8;4;4;Second least deprived
deprivation_registry_v8;5;5;Least deprived fifth
deprivation_imd2019;1;1;Most deprived fifth
deprivation_imd2019;2;2;Second most deprived
deprivation_imd2019;3;3;Middle fifth
deprivation_imd2019;4;4;Second least deprived
deprivation_imd2019;5;5;Least deprived fifth
deprivation_cpes_wave1_open;1;1;Most deprived fifth
deprivation_cpes_wave1_open;2;2;Second most deprived
deprivation_cpes_wave1_open;3;3;Middle fifth
deprivation_cpes_wave1_open;4;4;Second least deprived
deprivation_cpes_wave1_open;5;5;Least deprived fifth
$groups$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';
DELETE FROM scheme_code WHERE builtin;
INSERT INTO scheme_code (scheme, group_name, code, last_code, band, builtin)
SELECT f[1], f[2], nullif(f[3], ''), nullif(f[4], ''), nullif(f[5], '')::numrange, true
FROM string_to_table($codes$
scheme;group;code;last_code;band
ndrs_prevalence10;Eye, brain and CNS;C47;C47;
ndrs_prevalence10;Eye, brain and CNS;C69;C72;
ndrs_prevalence10;Breast;C50;C50;
ndrs_prevalence10;Gynaecological;C51;C58;
ndrs_prevalence10;Haematologic;C81;C86;
ndrs_prevalence10;Haematologic;C90;C96;
ndrs_prevalence10;Head and Neck;C00;C14;
ndrs_prevalence10;Head and Neck;C30;C32;
ndrs_prevalence10;Lower gastrointestinal;C18;C21;
ndrs_prevalence10;Lung and bronchus;C33;C34;
ndrs_prevalence10;Lung and bronchus;C37;C39;
ndrs_prevalence10;Lung and bronchus;C45;C45;
ndrs_prevalence10;Skin;C43;C44;
ndrs_prevalence10;Upper gastrointestinal;C15;C17;
ndrs_prevalence10;Upper gastrointestinal;C22;C25;
ndrs_prevalence10;Urology;C60;C68;
ndrs_prevalence10;Ill-defined and unspecified;C26;C29;
ndrs_prevalence10;Ill-defined and unspecified;C35;C36;
ndrs_prevalence10;Ill-defined and unspecified;C40;C42;
ndrs_prevalence10;Ill-defined and unspecified;C46;C46;
ndrs_prevalence10;Ill-defined and unspecified;C48;C49;
ndrs_prevalence10;Ill-defined and unspecified;C59;C59;
ndrs_prevalence10;Ill-defined and unspecified;C73;C80;
ndrs_prevalence10;Ill-defined and unspecified;C87;C89;
ndrs_prevalence10;Ill-defined and unspecified;C97;C99;
ndrs_prevalence10;Other;A00;B99;
ndrs_prevalence10;Other;D00;Z99;
cpes13;Brain and CNS;C70;C72;
cpes13;Breast;C50;C50;
cpes13;Breast;D05;D05;
cpes13;Colorectal;C18;C21;
cpes13;Gynaecological;C51;C58;
cpes13;Haematological;C81;C96;
cpes13;Head and Neck;C00;C14;
cpes13;Head and Neck;C30;C32;
cpes13;Lung;C33;C34;
cpes13;Lung;C37;C39;
cpes13;Lung;C45;C45;
cpes13;Other;C47;C47;
cpes13;Other;C69;C69;
cpes13;Other;C73;C80;
cpes13;Other;C97;C97;
cpes13;Prostate;C61;C61;
cpes13;Sarcoma;C40;C41;
cpes13;Sarcoma;C46;C46;
cpes13;Sarcoma;C48;C49;
cpes13;Skin;C43;C43;
cpes13;Upper Gastro;C15;C17;
cpes13;Upper Gastro;C22;C26;
cpes13;Urological;C60;C60;
cpes13;Urological;C62;C68;
cpes_wave1_open_sites;C00-C14;C00;C14;
cpes_wave1_open_sites;C15;C15;C15;
cpes_wave1_open_sites;C16;C16;C16;
cpes_wave1_open_sites;C18;C18;C18;
cpes_wave1_open_sites;C19-C20;C19;C20;
cpes_wave1_open_sites;C25;C25;C25;
cpes_wave1_open_sites;C33-C34;C33;C34;
cpes_wave1_open_sites;C43;C43;C43;
cpes_wave1_open_sites;C49;C49;C49;
cpes_wave1_open_sites;C50;C50;C50;
cpes_wave1_open_sites;C54;C54;C54;
cpes_wave1_open_sites;C56;C56;C56;
cpes_wave1_open_sites;C61;C61;C61;
cpes_wave1_open_sites;C64;C64;C64;
cpes_wave1_open_sites;C67;C67;C67;
cpes_wave1_open_sites;C73;C73;C73;
cpes_wave1_open_sites;C82;C82;C82;
cpes_wave1_open_sites;C83;C83;C83;
cpes_wave1_open_sites;C85;C85;C85;
cpes_wave1_open_sites;C90;C90;C90;
cpes_wave1_open_sites;C91-C95;C91;C95;
cpes_wave1_open_sites;D05;D05;D05;
cpes_age;16-24;;;[16,25)
cpes_age;25-34;;;[25,35)
cpes_age;35-44;;;[35,45)
cpes_age;45-54;;;[45,55)
cpes_age;55-64;;;[55,65)
cpes_age;65-74;;;[65,75)
cpes_age;75-84;;;[75,85)
cpes_age;85+;;;[85,)
age_decades;Under 20;;;[0,20)
age_decades;20-29;;;[20,30)
age_decades;30-39;;;[30,40)
age_decades;40-49;;;[40,50)
age_decades;50-59;;;[50,60)
age_decades;60-69;;;[60,70)
age_decades;70-79;;;[70,80)
age_decades;80+;;;[80,)
cpes_wave1_open_age;Under 55;;;[0,55)
cpes_wave1_open_age;55-64;;;[55,65)
cpes_wave1_open_age;65-74;;;[65,75)
cpes_wave1_open_age;75+;;;[75,)
scotland_age3;16-64;;;[16,65)
scotland_age3;65-74;;;[65,75)
scotland_age3;75+;;;[75,)
scotland_age2;16-64;;;[16,65)
scotland_age2;65+;;;[65,)
sex;Male;1;1;
sex;Female;2;2;
sex;Not specified;9;9;
sex;Not known;0;0;
ethnicity_16;A;A;A;
ethnicity_16;B;B;B;
ethnicity_16;C;C;C;
ethnicity_16;D;D;D;
ethnicity_16;E;E;E;
ethnicity_16;F;F;F;
ethnicity_16;G;G;G;
ethnicity_16;H;H;H;
ethnicity_16;J;J;J;
ethnicity_16;K;K;K;
ethnicity_16;L;L;L;
ethnicity_16;M;M;M;
ethnicity_16;N;N;N;
ethnicity_16;P;P;P;
ethnicity_16;R;R;R;
ethnicity_16;S;S;S;
ethnicity_16;Z;Z;Z;
ethnicity_hna;White;A;A;
ethnicity_hna;White;B;B;
ethnicity_hna;White;C;C;
ethnicity_hna;White;0;0;
ethnicity_hna;Mixed;D;D;
ethnicity_hna;Mixed;E;E;
ethnicity_hna;Mixed;F;F;
ethnicity_hna;Mixed;G;G;
ethnicity_hna;Asian;H;H;
ethnicity_hna;Asian;J;J;
ethnicity_hna;Asian;K;K;
ethnicity_hna;Asian;L;L;
ethnicity_hna;Black;M;M;
ethnicity_hna;Black;N;N;
ethnicity_hna;Black;P;P;
ethnicity_hna;Chinese;R;R;
ethnicity_hna;Other;S;S;
ethnicity_hna;Not known;X;X;
ethnicity_hna;Not known;Z;Z;
ethnicity_registry;White;0;0;
ethnicity_registry;White;A;C;
ethnicity_registry;White;C2;C3;
ethnicity_registry;White;CA;CY;
ethnicity_registry;Mixed;D;G;
ethnicity_registry;Mixed;GA;GF;
ethnicity_registry;Asian;H;H;
ethnicity_registry;Asian;J;L;
ethnicity_registry;Asian;LA;LK;
ethnicity_registry;Black;M;N;
ethnicity_registry;Black;P;P;
ethnicity_registry;Black;PA;PE;
ethnicity_registry;Chinese;R;R;
ethnicity_registry;Other;8;8;
ethnicity_registry;Other;S;S;
ethnicity_registry;Other;SA;SE;
ethnicity_registry;Not known;X;X;
ethnicity_registry;Not known;Z;Z;
ethnicity_stage;White;A;A;
ethnicity_stage;White;B;B;
ethnicity_stage;White;C;C;
ethnicity_stage;Asian;H;H;
ethnicity_stage;Asian;J;J;
ethnicity_stage;Asian;K;K;
ethnicity_stage;Asian;L;L;
ethnicity_stage;Asian;R;R;
ethnicity_stage;Black;M;M;
ethnicity_stage;Black;N;N;
ethnicity_stage;Black;P;P;
ethnicity_stage;Other;D;D;
ethnicity_stage;Other;E;E;
ethnicity_stage;Other;F;F;
ethnicity_stage;Other;G;G;
ethnicity_stage;Other;S;S;
ethnicity_stage;Not known;Z;Z;
$codes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';
DELETE FROM caveat WHERE builtin;
INSERT INTO caveat (code, survey, waves, subgroup, certainty, statement, source, builtin)
SELECT f[1], f[2], string_to_array(nullif(f[3], ''), ','), nullif(f[4], ''), f[5], f[6], f[7], true
FROM string_to_table($caveats$
code;survey;waves;subgroup;certainty;statement;source
frame_inpatients;NCPES;;;sourced;The sample is of adults discharged in a few months of the year after an inpatient or day-case episode for cancer. Patients treated in those months as outpatients only are not in it.;Survey methods of 2021 and 2022 (transformationpartners.nhs.uk)
frame_secondary_outpatients;NCPES;;secondary;inferred;People with secondary breast cancer who are treated as outpatients only, with tablets or hormone treatment, are outside the sample. That is a conclusion from how the sample is drawn.;Inference of this extension from the survey methods of 2021 and 2022
responders_differ;NCPES;;;sourced;Respondents are younger, more often white, less deprived and diagnosed at an earlier stage than people with cancer in the registry. A rate is one of respondents.;Comparison of respondents with the cancer registry, BMJ Open 2019, 9:e034344 (abstract)
responders_survive_lung;NCPES;;lung;sourced;Respondents with lung cancer lived much longer than people with lung cancer in the registry (median 2.0 years against 0.3).;Comparison of respondents with the cancer registry, BMJ Open 2019, 9:e034344 (abstract)
died_before_mailing;NCPES;2011-12;;sourced;Of 109,477 people sampled 6,273 (5.7 %) died before the questionnaires were mailed. Their experience is not in the results.;Publications on the survey of 2011-12 (PMC4819677, PMC4674144)
refreshed_2021;NCPES;2021,2022,2023,2024;;sourced;The questionnaire was refreshed in 2021. Results from 2021 on are not comparable with those of earlier waves.;Cancer Alliances on the results of 2023 (hnycanceralliance.org.uk, northerncanceralliance.nhs.uk)
unadjusted;NCPES;2021,2022,2023,2024;;sourced;Unadjusted results are not for comparing organisations: their patients differ. Compare adjusted ones.;ncpes.co.uk, interactive results
quintile_direction_2018;NCPES;2018;deprivation;sourced;The published tables by fifths of deprivation do not say, where they could be read, whether 1 is the most or the least deprived.;Published tables of 2018 by way of Centre-for-Cancer-Outcomes/NCPES-Dashboard @ddeac51
quintile_direction_wave1;NCPES;2010,2011-12;deprivation;sourced;The open files of this wave number the fifths of deprivation from 1, the least deprived.;data.gov.uk, NCPES wave 1 and wave 2 by patient characteristics and route to diagnosis
secondary_not_separate;NCPES;2010,2011-12,2013,2014,2015,2016,2017,2018;secondary;sourced;The survey did not separate people with secondary breast cancer before the wave of 2021.;Breast Cancer Now on the questionnaire of 2021
secondary_merged;NCPES;2015,2016,2017,2018;secondary;sourced;The questions on disease ask whether the cancer had spread when it was first told, and in one answer whether it has come back or spread since: a later secondary cancer cannot be told from another recurrence.;NCRAS ODR data dictionary v8, questions Q61 and Q62 of waves 5 to 8
qol_survivors;cancer_qol;;;inferred;People are asked about 18 months after diagnosis. Those who died before, many of them with secondary cancer at diagnosis, are not in the results.;Inference of this extension from the survey's invitations (digital.nhs.uk) and from one-year survival in the national audit of metastatic breast cancer (65 %)
status_date;secondary_status;;;sourced;The date of secondary disease is that of the first record, never exact for the disease: of dates by algorithms over routine records 64.5 % were within three months of the patient's notes, 82 % in another study within 60 days.;10.1186/s12885-022-09333-6, PMC4592686
status_coverage;secondary_status;;;sourced;Disease that no source recorded is missed. In a pilot of 2011 registries had 85 % of patients with recurrent or metastatic breast cancer, waiting times 81 %, both together 94 %, and of those missing from waiting times 93 % had had no treatment.;Pilot of recurrent and metastatic breast cancer, 2011 (ncin.org.uk, data briefing)
status_survivors;secondary_status;;;inferred;Who died early had less time to be recorded, and evidence by death certificates alone makes no prevalent case: numbers of people living with secondary disease are of survivors that were recorded.;Inference of this extension
$caveats$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'code;%';
CREATE TABLE code_list (
	list text NOT NULL,
	title text NOT NULL,
	classes text[] NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT code_list_pkey PRIMARY KEY (list),
	CONSTRAINT code_list_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE code_list IS 'The code lists of cancer data sets, each under a name, with the classes that its codes come to. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN code_list.list IS 'Name of the list, as in code_class; case matters.';
COMMENT ON COLUMN code_list.title IS 'What a heading says.';
COMMENT ON COLUMN code_list.classes IS 'The words that code.class may be. By convention not_recorded and not_known are those that a decoder takes as missing.';
COMMENT ON COLUMN code_list.source IS 'Where the codes were read.';
COMMENT ON COLUMN code_list.certainty IS 'Of the codes: sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN code_list.note IS 'What a user must know of it.';
COMMENT ON COLUMN code_list.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER code_list_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON code_list
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER code_list_protect_builtin ON code_list IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER code_list_protect_truncate BEFORE TRUNCATE ON code_list
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER code_list_protect_truncate ON code_list IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('code_list', 'WHERE NOT builtin');
GRANT SELECT ON code_list TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON code_list TO @extowner@ WITH GRANT OPTION;
CREATE TABLE code (
	list text NOT NULL,
	code text NOT NULL,
	valid daterange NOT NULL,
	label text NOT NULL,
	class text,
	source text,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT code_pkey PRIMARY KEY (list, code, valid, builtin),
	CONSTRAINT code_one_meaning_at_a_date EXCLUDE USING gist (text_range(list, list, '[]') WITH &&, text_range(code, code, '[]') WITH &&, valid WITH &&,
		pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT code_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT code_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE code IS 'What each code of a list means, and when: one meaning at one date (constraint code_one_meaning_at_a_date). A code that was retired stays, for old records have it: its time has an end. Add codes to a shipped list, or a new meaning of a shipped code, with INSERT: your rows survive dump and upgrade, and at the dates at which one is in force it goes before the shipped row of the same code.';
COMMENT ON COLUMN code.list IS 'The list.';
COMMENT ON COLUMN code.code IS 'The code as records have it; case and leading zeros matter.';
COMMENT ON COLUMN code.valid IS 'The dates at which it has this meaning; without a first date where that is not known, without a last while it is in use.';
COMMENT ON COLUMN code.label IS 'Its meaning in short words of this project; the dictionary has the full text.';
COMMENT ON COLUMN code.class IS 'What it counts as: one word of code_list.classes. NULL: nothing.';
COMMENT ON COLUMN code.source IS 'Where this meaning was read, if not where the list was; else NULL.';
COMMENT ON COLUMN code.certainty IS 'Of the meaning and its dates, as in code_list. What a class makes of a code, and which code took the place of a retired one (note), are this project''s reading of the meanings.';
COMMENT ON COLUMN code.note IS 'What a user must know of it.';
COMMENT ON COLUMN code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER code_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON code
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER code_protect_builtin ON code IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER code_protect_truncate BEFORE TRUNCATE ON code
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER code_protect_truncate ON code IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('code', 'WHERE NOT builtin');
GRANT SELECT ON code TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON code TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER code_code_list AFTER INSERT OR UPDATE ON code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('code_list', 'refuse list');
COMMENT ON TRIGGER code_code_list ON code IS 'What a row names in code_list is there.';
CREATE CONSTRAINT TRIGGER code_list_code AFTER DELETE OR UPDATE ON code_list
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('code', 'refuse list');
COMMENT ON TRIGGER code_list_code ON code_list IS 'No row of code loses what it names here.';
CREATE FUNCTION check_code_class() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_code_class'
	LANGUAGE C;
COMMENT ON FUNCTION check_code_class() IS 'Trigger of table code, after a row was added or changed: its class is one of its list''s. While a dump is restored (check_function_bodies is off) nothing is checked. Errors: 23514.';
CREATE CONSTRAINT TRIGGER code_class_of_list AFTER INSERT OR UPDATE ON code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin AND NEW.class IS NOT NULL) EXECUTE FUNCTION check_code_class();
COMMENT ON TRIGGER code_class_of_list ON code IS 'A class is one of its list''s: a word misspelt would count as nothing.';
WITH source AS (
	SELECT f[1] AS key, f[2] AS source
	FROM string_to_table($sources$
key;source
dd2026;NHS Data Dictionary of 19 May 2026 (NHSDigital/DataDictionaryPublication @6db0e36)
odr8;NCRAS ODR data dictionary v8 (NHSDigital/data_management_system @4bcd7e2)
simulacrum1;Simulacrum v1 look-up files (UCL-simulacrum/EDA @63fde1d)
hna2024;NDRS analyst code of 2024 (LizzieAugarde/HNA_PCSP_coverage @ab8346d)
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO code_list (list, title, classes, source, certainty, note, builtin)
SELECT f[1], f[2], string_to_array(f[3], ','), s.source, f[5], nullif(f[6], ''), true
FROM string_to_table($lists$
list;title;classes;source;certainty;note
metastatic_disease_type;Cancer metastatic disease type;local,regional,distant;dd2026;sourced;COSD CR6520, at diagnosis and in each non-primary pathway. Local and regional recurrence are not secondary cancer.
metastatic_site;Metastatic site;distant,regional,unknown;dd2026;sourced;COSD CR1590. Unknown site says that there are metastases and not where: the disease type beside it says whether they are distant.
metastatic_status;Metastatic status;present,absent,not_known;dd2026;sourced;A data element of histopathology, not of COSD core.
extent_of_metastatic_spread;Extent of metastatic spread;distant;dd2026;sourced;Sites beyond the pelvis or abdomen, as a letter each. The class is this project's: neck and mediastinal nodes are regional to some tumours and distant to others, so they have none.
metastasis_extent;Metastasis extent;metastasis,micrometastasis,isolated_cells,macrometastasis;dd2026;sourced;Size of a deposit in a lymph node: says nothing of distant disease.
cancer_treatment_event_type;Cancer treatment event type (waiting times);primary,local,regional,distant,multiple,relapse,progression,transformation;dd2026;sourced;CTE_TYPE. Multiple is local, regional or distant together: whether it counts as distant is the reader's choice.
clinical_nurse_specialist_indication;Clinical nurse specialist: contact;contact,no_contact,not_recorded;dd2026;sourced;Contact is that the patient saw the nurse or a member of the team at any time. A nurse who was merely informed is none.
clinical_nurse_specialist_at_diagnosis;Clinical nurse specialist: present when the diagnosis was given;present,absent,not_recorded;dd2026;sourced;The codes of clinical_nurse_specialist_indication, read for presence at diagnosis.
clinical_nurse_specialist_type;Clinical nurse specialist type;cancer,stoma,other;dd2026;sourced;
hna_offer_status;Offer status (holistic needs assessment);undecided,declined,accepted,not_offered,unable;dd2026;sourced;An empty code is another matter: the coverage analysis of 2024 counts it as offered.
pcsp_offer_status;Offer status (personalised care and support planning);undecided,declined,accepted,not_offered,unable,not_required,not_offered_other;dd2026;sourced;Code 06 changed its meaning.
activity_offer_status;Activity offer status;undecided,declined,accepted,not_offered;dd2026;sourced;The general list of which the offers of assessments and plans are special cases.
prep_offer_status;Pre-exposure prophylaxis offer status;accepted,declined;dd2026;sourced;
hna_point_of_pathway;Holistic needs assessment point of pathway;initial_diagnosis,start_of_treatment,during_treatment,end_of_treatment,recurrence,palliative_care,prehabilitation,other;dd2026;sourced;99 is seen in records and is in no dictionary: no code of this list.
pcsp_point_of_pathway;Personalised care and support planning point of pathway;initial_diagnosis,start_of_treatment,during_treatment,end_of_treatment,recurrence,palliative_care,prehabilitation,other;dd2026;sourced;Other is 98 here and 97 in hna_point_of_pathway.
care_staff_role;Staff role carrying out the assessment or planning;cancer_nurse_specialist,other_nurse,allied_health_professional,support_worker,psychologist,consultant,other;dd2026;sourced;EH is seen in records and is in no dictionary: no code of this list.
mdt_discussion_type;Multidisciplinary team meeting: discussion type;discussed,standard_of_care,discussed_elsewhere;dd2026;sourced;Whether a predefined standard of care counts as a discussion is the reader's choice.
mdt_not_discussed;Multidisciplinary team meeting: not discussed;not_discussed;dd2026;sourced;The other choice of the same item: neither code is missing.
palliative_care_specialist_seen;Palliative care specialist seen;yes,no;dd2026;sourced;COSD CR1550, at recurrence.
performance_status;Performance status of adults;0,1,2,3,4;dd2026;sourced;
relapse_method;Relapse method of detection;morphology,flow,molecular,clinical,other;dd2026;sourced;COSD CR9000.
cancer_care_plan_intent;Cancer care plan intent;curative,non_curative,no_active_treatment;dd2026;sourced;The codes retired in 2013 split the care that is not curative.
cancer_treatment_intent;Cancer treatment intent (COSD);curative,palliative,disease_modification,diagnostic,staging,uncertain,other;dd2026;sourced;COSD CR0680. Palliative is 02 here, 01 in rtds_intent, P or 2 in sact_intent. Adjuvant and neoadjuvant, retired in 2013, are curative.
cancer_treatment_modality;Cancer treatment modality;surgery,drugs,chemoradiotherapy,radiotherapy,palliative_care,active_monitoring,ablation,other,declined;dd2026;sourced;COSD CR2040. Classes are this project's.
cancer_treatment_modality_registration;Cancer treatment modality (registration);surgery,drugs,chemoradiotherapy,radiotherapy,palliative_care,active_monitoring,ablation,other,declined;dd2026;sourced;As cancer_treatment_modality, but that 01 is in use and 23 and 24 are not there.
laterality;Tumour laterality;left,right,midline,bilateral;dd2026;sourced;registry_laterality has more.
er_status;Oestrogen receptor status;positive,negative;dd2026;sourced;Positive from 1 percent of cells. Older files and the registry: registry_receptor_status.
pr_status;Progesterone receptor status;positive,negative;dd2026;sourced;
her2_immunohistochemistry;HER2 by immunohistochemistry;positive,negative,borderline;dd2026;sourced;A score of 2+ is decided by in-situ hybridisation.
her2_in_situ_hybridisation;HER2 by in-situ hybridisation;positive,negative,borderline;dd2026;sourced;
basis_of_diagnosis;Basis of diagnosis;death_certificate,clinical,histological,not_known;dd2026;sourced;Clinical is without microscopy, histological with it (cytology too).
ethnic_category;Ethnic category of 2001;white,mixed,asian,black,chinese,other,not_known;dd2026;sourced;The headings of the list itself, with Chinese apart from other. Publishers group otherwise: see the schemes of ethnicity.
phenotypic_sex;Person phenotypic sex;male,female,indeterminate;dd2026;sourced;
stated_gender;Person stated gender;male,female,indeterminate;dd2026;sourced;
sexual_orientation;Person stated sexual orientation;heterosexual,gay_or_lesbian,bisexual,other,not_known;dd2026;sourced;
rtds_intent;Radiotherapy intent (RTDS);palliative,radical,other;odr8;sourced;
rtds_region;Radiotherapy treatment region (RTDS);primary,regional,prophylactic,metastases;odr8;sourced;The anatomical site is given for regions A, O and M only.
sact_intent;Intent of treatment (SACT);adjuvant,neoadjuvant,curative,palliative,disease_modification,staging,diagnostic,other;simulacrum1;sourced;Letters and digits of two generations of the data set.
sact_outcome;Regimen outcome summary (SACT);completed,died,progressive_disease,toxicity,organisational,patient_choice,not_known;simulacrum1;sourced;
registry_receptor_status;Receptor status (registry);positive,negative,borderline,not_performed,not_known;simulacrum1;sourced;ER, PR and HER2 alike. Of ER and PR the dictionary of 2018 has N, P and X only.
registry_laterality;Laterality (registry);left,right,midline,bilateral,not_applicable,not_known;simulacrum1;sourced;
registry_vital_status;Vital status (registry);alive,dead,left;simulacrum1;sourced;Left is an exit posting: not followed up any more.
registry_sex;Sex (registry);male,female,indeterminate,not_known;simulacrum1;sourced;9 is not specified here and indeterminate in the NHS Data Dictionary.
registry_behaviour;Behaviour of the tumour (registry);benign,uncertain,in_situ,malignant,metastatic,not_known;odr8;sourced;
registry_m;M category (registry);absent,distant,not_known;odr8;sourced;M_BEST, M_IMG, M_PATH. metastatic_stage reads any 1 with a letter.
registry_grade;Grade of the tumour (registry);borderline,well,moderate,poor,undifferentiated,cell_type,high,intermediate,low,not_assessed;simulacrum1;sourced;
registry_yes_no;Yes, no and not known (registry);yes,no,not_applicable,not_known;simulacrum1;sourced;
registry_ethnicity;Ethnicity (registry);white,mixed,asian,black,chinese,other,not_known;simulacrum1;sourced;The categories of 2001, older codes and local sub-groups, whose class is that of their first letter. Classes are this project's.
$lists$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[4]
WHERE line <> '' AND line NOT LIKE 'list;%';
WITH source AS (
	SELECT f[1] AS key, f[2] AS source
	FROM string_to_table($sources$
key;source
dd2026;NHS Data Dictionary of 19 May 2026 (NHSDigital/DataDictionaryPublication @6db0e36)
odr8;NCRAS ODR data dictionary v8 (NHSDigital/data_management_system @4bcd7e2)
simulacrum1;Simulacrum v1 look-up files (UCL-simulacrum/EDA @63fde1d)
hna2024;NDRS analyst code of 2024 (LizzieAugarde/HNA_PCSP_coverage @ab8346d)
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO code (list, code, valid, label, class, source, certainty, note, builtin)
SELECT f[1], f[2], daterange(nullif(f[3], '')::date, nullif(f[4], '')::date), f[5], nullif(f[6], ''), s.source, f[8], nullif(f[9], ''), true
FROM string_to_table($codes$
list;code;from;until;label;class;source;certainty;note
metastatic_site;01;;2012-07-01;Bone;distant;;sourced;Retired 1 July 2012, now 10 or 11.
metastatic_site;02;;;Brain;distant;;sourced;
metastatic_site;03;;;Liver;distant;;sourced;
metastatic_site;04;;;Lung;distant;;sourced;
metastatic_site;05;;2012-07-01;Other site;distant;;sourced;Retired 1 July 2012. Whether regional nodes had a code of their own then is not known: some may be meant.
metastatic_site;06;;2018-04-01;Multiple sites;distant;;sourced;Retired 1 April 2018.
metastatic_site;07;;;Unknown site;unknown;;sourced;
metastatic_site;08;;;Skin;distant;;sourced;
metastatic_site;09;;;Distant lymph nodes;distant;;sourced;
metastatic_site;10;;;Bone without marrow;distant;;sourced;
metastatic_site;11;;;Bone marrow;distant;;sourced;
metastatic_site;12;;;Regional lymph nodes;regional;;sourced;
metastatic_site;98;;;Other site;distant;;sourced;
metastatic_site;99;;2018-04-01;Other site;distant;;sourced;Retired 1 April 2018, now 98. Elsewhere 99 is not known: check old files.
metastatic_status;1;;;Residual distant metastases;present;;sourced;
metastatic_status;2;;;None found;absent;;sourced;
metastatic_status;3;;;New distant metastases;present;;sourced;
metastatic_status;4;;;Not assessed;not_known;;sourced;
metastatic_status;5;;;Uncertain;not_known;;sourced;
metastatic_disease_type;01;;;Local;local;;sourced;
metastatic_disease_type;02;;;Regional;regional;;sourced;
metastatic_disease_type;03;;;Distant;distant;;sourced;
extent_of_metastatic_spread;H;;;Liver;distant;;sourced;
extent_of_metastatic_spread;B;;;Brain;distant;;sourced;
extent_of_metastatic_spread;M;;;Mediastinum;;;sourced;
extent_of_metastatic_spread;N;;;Neck nodes;;;sourced;
extent_of_metastatic_spread;L;;;Lung;distant;;sourced;
metastasis_extent;1;;2020-04-01;Metastasis;metastasis;;sourced;Retired 1 April 2020, now 4.
metastasis_extent;2;;;Micrometastasis;micrometastasis;;sourced;
metastasis_extent;3;;;Isolated tumour cells;isolated_cells;;sourced;
metastasis_extent;4;;;Macrometastasis;macrometastasis;;sourced;
clinical_nurse_specialist_indication;Y1;;;Present at diagnosis;contact;;sourced;
clinical_nurse_specialist_indication;Y2;;2015-04-01;Not present at diagnosis;contact;;sourced;Retired 1 April 2015, now Y3, Y4 or Y5. Text from the Simulacrum v1 look-up.
clinical_nurse_specialist_indication;Y3;;;Seen in the same clinic;contact;;sourced;
clinical_nurse_specialist_indication;Y4;;;Seen at another time;contact;;sourced;
clinical_nurse_specialist_indication;Y5;;;Seen by a trained member of the team;contact;;sourced;
clinical_nurse_specialist_indication;NI;;;Not seen, nurse informed;no_contact;;sourced;
clinical_nurse_specialist_indication;NN;;;Not seen, nurse not informed;no_contact;;sourced;
clinical_nurse_specialist_indication;99;;;Not recorded;not_recorded;;sourced;
clinical_nurse_specialist_at_diagnosis;Y1;;;Present at diagnosis;present;;sourced;
clinical_nurse_specialist_at_diagnosis;Y2;;2015-04-01;Not present at diagnosis;absent;;sourced;Retired 1 April 2015, now Y3, Y4 or Y5. Text from the Simulacrum v1 look-up.
clinical_nurse_specialist_at_diagnosis;Y3;;;Seen in the same clinic;absent;;sourced;
clinical_nurse_specialist_at_diagnosis;Y4;;;Seen at another time;absent;;sourced;
clinical_nurse_specialist_at_diagnosis;Y5;;;Seen by a trained member of the team;absent;;sourced;
clinical_nurse_specialist_at_diagnosis;NI;;;Not seen, nurse informed;absent;;sourced;
clinical_nurse_specialist_at_diagnosis;NN;;;Not seen, nurse not informed;absent;;sourced;
clinical_nurse_specialist_at_diagnosis;99;;;Not recorded;not_recorded;;sourced;
clinical_nurse_specialist_type;1;;;Cancer;cancer;;sourced;
clinical_nurse_specialist_type;2;;;Stoma;stoma;;sourced;
clinical_nurse_specialist_type;8;;;Other;other;;sourced;
hna_point_of_pathway;01;;;Initial diagnosis;initial_diagnosis;;sourced;
hna_point_of_pathway;02;;;Start of treatment;start_of_treatment;;sourced;
hna_point_of_pathway;03;;;During treatment;during_treatment;;sourced;
hna_point_of_pathway;04;;;End of treatment;end_of_treatment;;sourced;
hna_point_of_pathway;05;;;Diagnosis of recurrence;recurrence;;sourced;
hna_point_of_pathway;06;;;Transition to palliative care;palliative_care;;sourced;
hna_point_of_pathway;07;;;Prehabilitation;prehabilitation;;sourced;
hna_point_of_pathway;97;;;Other;other;;sourced;
hna_point_of_pathway;98;;2020-04-01;Other;other;;sourced;Retired 1 April 2020, now 97.
pcsp_point_of_pathway;01;;;Initial diagnosis;initial_diagnosis;;sourced;
pcsp_point_of_pathway;02;;;Start of treatment;start_of_treatment;;sourced;
pcsp_point_of_pathway;03;;;During treatment;during_treatment;;sourced;
pcsp_point_of_pathway;04;;;End of treatment;end_of_treatment;;sourced;
pcsp_point_of_pathway;05;;;Diagnosis of recurrence;recurrence;;sourced;
pcsp_point_of_pathway;06;;;Transition to palliative care;palliative_care;;sourced;
pcsp_point_of_pathway;07;;;Prehabilitation;prehabilitation;;sourced;
pcsp_point_of_pathway;98;;;Other;other;;sourced;
mdt_discussion_type;1;;;Discussed at this provider;discussed;;sourced;
mdt_discussion_type;2;;;Predefined standard of care;standard_of_care;;sourced;
mdt_discussion_type;3;;;Discussed at another provider;discussed_elsewhere;;sourced;
mdt_not_discussed;1;;;Not discussed;not_discussed;;sourced;
palliative_care_specialist_seen;Y;;;Seen;yes;;sourced;
palliative_care_specialist_seen;N;;;Not seen;no;;sourced;
performance_status;0;;;Normal activity;0;;sourced;
performance_status;1;;;Restricted, light work possible;1;;sourced;
performance_status;2;;;Self-care, up more than half of the day;2;;sourced;
performance_status;3;;;In chair or bed more than half of the day;3;;sourced;
performance_status;4;;;Confined to bed or chair;4;;sourced;
phenotypic_sex;1;;;Male;male;;sourced;
phenotypic_sex;2;;;Female;female;;sourced;
phenotypic_sex;9;;;Indeterminate;indeterminate;;sourced;
stated_gender;1;;;Male;male;;sourced;
stated_gender;2;;;Female;female;;sourced;
stated_gender;9;;;Indeterminate;indeterminate;;sourced;
relapse_method;1;;;Morphology;morphology;;sourced;
relapse_method;2;;;Flow;flow;;sourced;
relapse_method;3;;;Molecular;molecular;;sourced;
relapse_method;4;;;Clinical examination;clinical;;sourced;
relapse_method;9;;;Other;other;;sourced;
cancer_care_plan_intent;C;;;Curative;curative;;sourced;
cancer_care_plan_intent;P;;2013-01-01;Palliative treatment of the cancer;non_curative;;sourced;Retired 1 January 2013, now Z.
cancer_care_plan_intent;S;;2013-01-01;Supportive;non_curative;;sourced;Retired 1 January 2013, now Z or X. The class is this project's.
cancer_care_plan_intent;N;;2013-01-01;No specific treatment;no_active_treatment;;sourced;Retired 1 January 2013, now X.
cancer_care_plan_intent;Z;;;Non-curative;non_curative;;sourced;
cancer_care_plan_intent;X;;;No active treatment;no_active_treatment;;sourced;
laterality;L;;;Left;left;;sourced;
laterality;R;;;Right;right;;sourced;
laterality;M;;;Midline;midline;;sourced;
laterality;B;;;Bilateral;bilateral;;sourced;
er_status;P;;;Positive, from 1 percent;positive;;sourced;
er_status;N;;;Negative, below 1 percent;negative;;sourced;
pr_status;P;;;Positive;positive;;sourced;
pr_status;N;;;Negative;negative;;sourced;
her2_immunohistochemistry;N1;;;Negative, 0;negative;;sourced;
her2_immunohistochemistry;N2;;;Negative, 1+;negative;;sourced;
her2_immunohistochemistry;B;;;Borderline, 2+;borderline;;sourced;
her2_immunohistochemistry;P;;;Positive, 3+;positive;;sourced;
her2_in_situ_hybridisation;P;;;Positive, amplified;positive;;sourced;
her2_in_situ_hybridisation;N;;;Negative, not amplified;negative;;sourced;
her2_in_situ_hybridisation;B;;;Borderline;borderline;;sourced;
care_staff_role;01;;;Cancer nurse specialist;cancer_nurse_specialist;;sourced;
care_staff_role;02;;;Other nurse;other_nurse;;sourced;
care_staff_role;03;;;Allied health professional;allied_health_professional;;sourced;
care_staff_role;04;;;Support worker or care navigator;support_worker;;sourced;
care_staff_role;05;;;Psychologist or other mental health;psychologist;;sourced;
care_staff_role;06;;;Consultant or medical team;consultant;;sourced;
care_staff_role;08;;;Other;other;;sourced;
activity_offer_status;01;;;Offered, undecided;undecided;;sourced;
activity_offer_status;02;;;Offered, declined;declined;;sourced;
activity_offer_status;03;;;Offered, accepted;accepted;;sourced;
activity_offer_status;04;;;Not offered;not_offered;;sourced;
prep_offer_status;01;;;Accepted;accepted;;sourced;
prep_offer_status;02;;;Declined;declined;;sourced;
prep_offer_status;03;;;Declined, has another source;declined;;sourced;
basis_of_diagnosis;0;;;Death certificate alone;death_certificate;;sourced;
basis_of_diagnosis;1;;;Clinical;clinical;;sourced;
basis_of_diagnosis;2;;;Clinical investigation;clinical;;sourced;
basis_of_diagnosis;4;;;Tumour markers;clinical;;sourced;
basis_of_diagnosis;5;;;Cytology;histological;;sourced;
basis_of_diagnosis;6;;;Histology of a metastasis;histological;;sourced;
basis_of_diagnosis;7;;;Histology of the primary;histological;;sourced;
basis_of_diagnosis;9;;;Not known;not_known;;sourced;
cancer_treatment_event_type;01;;;First treatment of a new primary;primary;;sourced;
cancer_treatment_event_type;02;;;Later treatment of a new primary;primary;;sourced;
cancer_treatment_event_type;03;;;Local recurrence;local;;sourced;
cancer_treatment_event_type;04;;;Regional recurrence;regional;;sourced;
cancer_treatment_event_type;05;;;Distant recurrence;distant;;sourced;
cancer_treatment_event_type;06;;;Multiple recurrence;multiple;;sourced;Local, regional or distant, in any combination.
cancer_treatment_event_type;07;;;First treatment of metastases, primary unknown;distant;;sourced;
cancer_treatment_event_type;08;;;Later treatment of metastases, primary unknown;distant;;sourced;
cancer_treatment_event_type;09;;;Relapse of the primary;relapse;;sourced;
cancer_treatment_event_type;10;;;Progression of the primary;progression;;sourced;
cancer_treatment_event_type;11;;;Transformation of the primary;transformation;;sourced;
cancer_treatment_event_type;12;;;First treatment of metastases, primary known;distant;;sourced;
cancer_treatment_intent;A;;2013-01-01;Adjuvant;curative;;sourced;Retired 1 January 2013. The class is this project's.
cancer_treatment_intent;C;;2018-04-01;Curative;curative;;sourced;Retired 1 April 2018, now 01.
cancer_treatment_intent;D;;2018-04-01;Diagnostic;diagnostic;;sourced;Retired 1 April 2018, now 04.
cancer_treatment_intent;N;;2013-01-01;Neoadjuvant;curative;;sourced;Retired 1 January 2013. The class is this project's.
cancer_treatment_intent;S;;2018-04-01;Staging;staging;;sourced;Retired 1 April 2018, now 05.
cancer_treatment_intent;P;;2018-04-01;Palliative;palliative;;sourced;Retired 1 April 2018, now 02.
cancer_treatment_intent;01;;;Curative;curative;;sourced;
cancer_treatment_intent;02;;;Palliative;palliative;;sourced;
cancer_treatment_intent;03;;;Disease modification, drugs;disease_modification;;sourced;
cancer_treatment_intent;04;;;Diagnostic, surgery;diagnostic;;sourced;
cancer_treatment_intent;05;;;Staging, surgery;staging;;sourced;
cancer_treatment_intent;06;;;Uncertain;uncertain;;sourced;
cancer_treatment_intent;08;;2020-04-01;Other;other;;sourced;Retired 1 April 2020, now 98.
cancer_treatment_intent;98;;;Other;other;;sourced;
cancer_treatment_modality;01;;2020-10-01;Surgery;surgery;;sourced;Retired 1 October 2020, now 23 or 24.
cancer_treatment_modality;02;;;Cytotoxic chemotherapy;drugs;;sourced;
cancer_treatment_modality;03;;;Hormone therapy;drugs;;sourced;
cancer_treatment_modality;04;;;Chemoradiotherapy;chemoradiotherapy;;sourced;
cancer_treatment_modality;05;;;Teletherapy without protons;radiotherapy;;sourced;
cancer_treatment_modality;06;;;Brachytherapy;radiotherapy;;sourced;
cancer_treatment_modality;07;;;Specialist palliative care;palliative_care;;sourced;
cancer_treatment_modality;08;;;Active monitoring;active_monitoring;;sourced;
cancer_treatment_modality;09;;;Non-specialist palliative care;palliative_care;;sourced;
cancer_treatment_modality;10;;;Radiofrequency ablation;ablation;;sourced;
cancer_treatment_modality;11;;;High intensity focused ultrasound;ablation;;sourced;
cancer_treatment_modality;12;;;Cryotherapy;ablation;;sourced;
cancer_treatment_modality;13;;;Proton therapy;radiotherapy;;sourced;
cancer_treatment_modality;14;;;Other drugs;drugs;;sourced;
cancer_treatment_modality;15;;;Immunotherapy;drugs;;sourced;
cancer_treatment_modality;16;;;Light therapy;other;;sourced;
cancer_treatment_modality;17;;;Hyperbaric oxygen;other;;sourced;
cancer_treatment_modality;18;;2012-07-01;Other;other;;sourced;Retired 1 July 2012.
cancer_treatment_modality;19;;;Radioisotopes;radiotherapy;;sourced;
cancer_treatment_modality;20;;;Laser;ablation;;sourced;
cancer_treatment_modality;21;;;Biological therapies;drugs;;sourced;
cancer_treatment_modality;22;;;Radiosurgery;radiotherapy;;sourced;
cancer_treatment_modality;23;;;Surgery, not enabling;surgery;;sourced;
cancer_treatment_modality;24;;;Surgery, enabling;surgery;;sourced;
cancer_treatment_modality;97;;;Other;other;;sourced;
cancer_treatment_modality;98;;;All declined;declined;;sourced;
cancer_treatment_modality_registration;01;;;Surgery;surgery;;sourced;
cancer_treatment_modality_registration;02;;;Cytotoxic chemotherapy;drugs;;sourced;
cancer_treatment_modality_registration;03;;;Hormone therapy;drugs;;sourced;
cancer_treatment_modality_registration;04;;;Chemoradiotherapy;chemoradiotherapy;;sourced;
cancer_treatment_modality_registration;05;;;Teletherapy without protons;radiotherapy;;sourced;
cancer_treatment_modality_registration;06;;;Brachytherapy;radiotherapy;;sourced;
cancer_treatment_modality_registration;07;;;Specialist palliative care;palliative_care;;sourced;
cancer_treatment_modality_registration;08;;;Active monitoring;active_monitoring;;sourced;
cancer_treatment_modality_registration;09;;;Non-specialist palliative care;palliative_care;;sourced;
cancer_treatment_modality_registration;10;;;Radiofrequency ablation;ablation;;sourced;
cancer_treatment_modality_registration;11;;;High intensity focused ultrasound;ablation;;sourced;
cancer_treatment_modality_registration;12;;;Cryotherapy;ablation;;sourced;
cancer_treatment_modality_registration;13;;;Proton therapy;radiotherapy;;sourced;
cancer_treatment_modality_registration;14;;;Other drugs;drugs;;sourced;
cancer_treatment_modality_registration;15;;;Immunotherapy;drugs;;sourced;
cancer_treatment_modality_registration;16;;;Light therapy;other;;sourced;
cancer_treatment_modality_registration;17;;;Hyperbaric oxygen;other;;sourced;
cancer_treatment_modality_registration;18;;2012-07-01;Other;other;;sourced;Retired 1 July 2012.
cancer_treatment_modality_registration;19;;;Radioisotopes;radiotherapy;;sourced;
cancer_treatment_modality_registration;20;;;Laser;ablation;;sourced;
cancer_treatment_modality_registration;21;;;Biological therapies;drugs;;sourced;
cancer_treatment_modality_registration;22;;;Radiosurgery;radiotherapy;;sourced;
cancer_treatment_modality_registration;97;;;Other;other;;sourced;
cancer_treatment_modality_registration;98;;;All declined;declined;;sourced;
sexual_orientation;1;;;Heterosexual;heterosexual;;sourced;
sexual_orientation;2;;;Gay or lesbian;gay_or_lesbian;;sourced;
sexual_orientation;3;;;Bisexual;bisexual;;sourced;
sexual_orientation;4;;;Other;other;;sourced;
sexual_orientation;U;;;Not sure;not_known;;sourced;
sexual_orientation;Z;;;Declined to say;not_known;;sourced;
hna_offer_status;01;;;Offered, undecided;undecided;;sourced;
hna_offer_status;02;;;Offered, declined;declined;;sourced;
hna_offer_status;03;;;Offered, accepted;accepted;;sourced;
hna_offer_status;04;;;Not offered;not_offered;;sourced;
hna_offer_status;05;;;Offered, unable to complete;unable;;sourced;
pcsp_offer_status;01;;;Offered, undecided;undecided;;sourced;
pcsp_offer_status;02;;;Offered, declined;declined;;sourced;
pcsp_offer_status;03;;;Offered, accepted;accepted;;sourced;
pcsp_offer_status;04;;;Not offered;not_offered;;sourced;
pcsp_offer_status;05;;;Offered, unable to complete;unable;;sourced;
pcsp_offer_status;06;;2026-05-19;Not required;not_required;hna2024;inferred;No concerns from the assessment, as national analysts labelled it in 2024. The day on which the meaning changed is not known: the boundary is the date of the dictionary that has the later one.
pcsp_offer_status;06;2026-05-19;;Not offered, other reason;not_offered_other;;inferred;So the dictionary of 19 May 2026. The day on which the meaning changed is not known and is that or earlier.
ethnic_category;A;;;White: British;white;;sourced;
ethnic_category;B;;;White: Irish;white;;sourced;
ethnic_category;C;;;White: any other;white;;sourced;
ethnic_category;D;;;Mixed: White and Black Caribbean;mixed;;sourced;
ethnic_category;E;;;Mixed: White and Black African;mixed;;sourced;
ethnic_category;F;;;Mixed: White and Asian;mixed;;sourced;
ethnic_category;G;;;Mixed: any other;mixed;;sourced;
ethnic_category;H;;;Indian;asian;;sourced;
ethnic_category;J;;;Pakistani;asian;;sourced;
ethnic_category;K;;;Bangladeshi;asian;;sourced;
ethnic_category;L;;;Asian: any other;asian;;sourced;
ethnic_category;M;;;Black Caribbean;black;;sourced;
ethnic_category;N;;;Black African;black;;sourced;
ethnic_category;P;;;Black: any other;black;;sourced;
ethnic_category;R;;;Chinese;chinese;;sourced;
ethnic_category;S;;;Any other;other;;sourced;
ethnic_category;Z;;;Not stated;not_known;;sourced;
rtds_intent;01;;;Palliative;palliative;;sourced;
rtds_intent;02;;;Radical;radical;;sourced;
rtds_intent;03;;;Other;other;;sourced;
rtds_region;P;;;Primary;primary;;sourced;
rtds_region;PR;;;Primary and regional nodes;primary;;sourced;
rtds_region;R;;;Regional nodes;regional;;sourced;
rtds_region;A;;;Primary without anatomical site;primary;;sourced;
rtds_region;O;;;Prophylactic;prophylactic;;sourced;
rtds_region;M;;;Metastases;metastases;;sourced;
sact_intent;A;;;Adjuvant;adjuvant;;sourced;
sact_intent;N;;;Neoadjuvant;neoadjuvant;;sourced;
sact_intent;C;;;Curative;curative;;sourced;
sact_intent;P;;;Palliative;palliative;;sourced;
sact_intent;D;;;Disease modification;disease_modification;;sourced;
sact_intent;S;;;Staging;staging;;sourced;
sact_intent;1;;;Curative;curative;;sourced;
sact_intent;2;;;Palliative;palliative;;sourced;
sact_intent;3;;;Disease modification, drugs;disease_modification;;sourced;
sact_intent;4;;;Diagnostic, surgery;diagnostic;;sourced;
sact_intent;5;;;Staging, surgery;staging;;sourced;
sact_intent;9;;;Other;other;;sourced;
sact_outcome;0;;;Completed as prescribed;completed;;sourced;
sact_outcome;1;;;Patient died;died;;sourced;
sact_outcome;2;;;Progressive disease;progressive_disease;;sourced;
sact_outcome;3;;;Acute toxicity;toxicity;;sourced;
sact_outcome;4;;;Technical or organisational;organisational;;sourced;
sact_outcome;5;;;Patient choice;patient_choice;;sourced;
sact_outcome;9;;;Not known;not_known;;sourced;
registry_receptor_status;N;;;Negative;negative;;sourced;
registry_receptor_status;P;;;Positive;positive;;sourced;
registry_receptor_status;X;;;Not performed;not_performed;;sourced;
registry_receptor_status;B;;;Borderline;borderline;;sourced;
registry_receptor_status;U;;;Not known;not_known;;sourced;
registry_laterality;L;;;Left;left;;sourced;
registry_laterality;R;;;Right;right;;sourced;
registry_laterality;M;;;Midline;midline;;sourced;
registry_laterality;B;;;Bilateral;bilateral;;sourced;
registry_laterality;8;;;Not applicable;not_applicable;;sourced;
registry_laterality;9;;;Not known;not_known;;sourced;
registry_laterality;Z;;;Outdated code;not_known;;sourced;
registry_vital_status;A;;;Alive;alive;;sourced;
registry_vital_status;D;;;Dead;dead;;sourced;
registry_vital_status;X;;;Left the country;left;;sourced;
registry_sex;0;;;Not known;not_known;;sourced;
registry_sex;1;;;Male;male;;sourced;
registry_sex;2;;;Female;female;;sourced;
registry_sex;9;;;Not specified;not_known;;sourced;
registry_sex;4000;;;Indeterminate;indeterminate;;sourced;
registry_behaviour;0;;;Benign;benign;;sourced;
registry_behaviour;1;;;Uncertain;uncertain;;sourced;
registry_behaviour;2;;;In situ;in_situ;;sourced;
registry_behaviour;3;;;Malignant;malignant;;sourced;
registry_behaviour;5;;;Micro-invasive;malignant;;sourced;
registry_behaviour;6;;;Malignant, secondary site;metastatic;;sourced;
registry_behaviour;9;;;Malignant, primary or secondary;malignant;;sourced;
registry_behaviour;X;;;Not known;not_known;;sourced;
registry_m;0;;;None;absent;;sourced;
registry_m;1;;;Distant;distant;;sourced;
registry_m;1a;;;Distant, a;distant;;sourced;
registry_m;1b;;;Distant, b;distant;;sourced;
registry_m;1c;;;Distant, c;distant;;sourced;
registry_m;1e;;;Distant, e;distant;;sourced;
registry_m;X;;;Not known;not_known;;sourced;
registry_grade;G0;;;Borderline malignancy;borderline;;sourced;
registry_grade;G1;;;Well differentiated;well;;sourced;
registry_grade;G2;;;Moderately differentiated;moderate;;sourced;
registry_grade;G3;;;Poorly differentiated;poor;;sourced;
registry_grade;G4;;;Undifferentiated;undifferentiated;;sourced;
registry_grade;G5;;;T cell;cell_type;;sourced;
registry_grade;G6;;;B cell;cell_type;;sourced;
registry_grade;G7;;;Null cell;cell_type;;sourced;
registry_grade;GH;;;High;high;;sourced;
registry_grade;GI;;;Intermediate;intermediate;;sourced;
registry_grade;GL;;;Low;low;;sourced;
registry_grade;GX;;;Not assessed;not_assessed;;sourced;
registry_yes_no;Y;;;Yes;yes;;sourced;
registry_yes_no;N;;;No;no;;sourced;
registry_yes_no;8;;;Not applicable;not_applicable;;sourced;
registry_yes_no;9;;;Not known;not_known;;sourced;
registry_ethnicity;0;;;White;white;;sourced;An older code.
registry_ethnicity;8;;;Other;other;;sourced;An older code.
registry_ethnicity;A;;;White: British;white;;sourced;
registry_ethnicity;B;;;White: Irish;white;;sourced;
registry_ethnicity;C;;;White: any other;white;;sourced;
registry_ethnicity;C2;;;Northern Irish;white;;sourced;
registry_ethnicity;C3;;;White unspecified;white;;sourced;
registry_ethnicity;CA;;;English;white;;sourced;
registry_ethnicity;CB;;;Scottish;white;;sourced;
registry_ethnicity;CC;;;Welsh;white;;sourced;
registry_ethnicity;CD;;;Cornish;white;;sourced;
registry_ethnicity;CE;;;Cypriot;white;;sourced;
registry_ethnicity;CF;;;Greek;white;;sourced;
registry_ethnicity;CG;;;Greek Cypriot;white;;sourced;
registry_ethnicity;CH;;;Turkish;white;;sourced;
registry_ethnicity;CJ;;;Turkish Cypriot;white;;sourced;
registry_ethnicity;CK;;;Italian;white;;sourced;
registry_ethnicity;CL;;;Irish Traveller;white;;sourced;
registry_ethnicity;CM;;;Traveller;white;;sourced;
registry_ethnicity;CN;;;Gypsy or Romany;white;;sourced;
registry_ethnicity;CP;;;Polish;white;;sourced;
registry_ethnicity;CQ;;;Former Soviet republics;white;;sourced;
registry_ethnicity;CR;;;Kosovan;white;;sourced;
registry_ethnicity;CS;;;Albanian;white;;sourced;
registry_ethnicity;CT;;;Bosnian;white;;sourced;
registry_ethnicity;CU;;;Croatian;white;;sourced;
registry_ethnicity;CV;;;Serbian;white;;sourced;
registry_ethnicity;CW;;;Other former Yugoslav republics;white;;sourced;
registry_ethnicity;CX;;;Mixed White;white;;sourced;
registry_ethnicity;CY;;;Other White European;white;;sourced;
registry_ethnicity;D;;;Mixed: White and Black Caribbean;mixed;;sourced;
registry_ethnicity;E;;;Mixed: White and Black African;mixed;;sourced;
registry_ethnicity;F;;;Mixed: White and Asian;mixed;;sourced;
registry_ethnicity;G;;;Mixed: any other;mixed;;sourced;
registry_ethnicity;GA;;;Black and Asian;mixed;;sourced;
registry_ethnicity;GB;;;Black and Chinese;mixed;;sourced;
registry_ethnicity;GC;;;Black and White;mixed;;sourced;
registry_ethnicity;GD;;;Chinese and White;mixed;;sourced;
registry_ethnicity;GE;;;Asian and Chinese;mixed;;sourced;
registry_ethnicity;GF;;;Mixed unspecified;mixed;;sourced;
registry_ethnicity;H;;;Indian;asian;;sourced;
registry_ethnicity;J;;;Pakistani;asian;;sourced;
registry_ethnicity;K;;;Bangladeshi;asian;;sourced;
registry_ethnicity;L;;;Asian: any other;asian;;sourced;
registry_ethnicity;LA;;;Mixed Asian;asian;;sourced;
registry_ethnicity;LB;;;Punjabi;asian;;sourced;
registry_ethnicity;LC;;;Kashmiri;asian;;sourced;
registry_ethnicity;LD;;;East African Asian;asian;;sourced;
registry_ethnicity;LE;;;Sri Lankan;asian;;sourced;
registry_ethnicity;LF;;;Tamil;asian;;sourced;
registry_ethnicity;LG;;;Sinhalese;asian;;sourced;
registry_ethnicity;LH;;;British Asian;asian;;sourced;
registry_ethnicity;LJ;;;Caribbean Asian;asian;;sourced;
registry_ethnicity;LK;;;Asian unspecified;asian;;sourced;
registry_ethnicity;M;;;Black Caribbean;black;;sourced;
registry_ethnicity;N;;;Black African;black;;sourced;
registry_ethnicity;P;;;Black: any other;black;;sourced;
registry_ethnicity;PA;;;Somali;black;;sourced;
registry_ethnicity;PB;;;Mixed Black;black;;sourced;
registry_ethnicity;PC;;;Nigerian;black;;sourced;
registry_ethnicity;PD;;;Black British;black;;sourced;
registry_ethnicity;PE;;;Black unspecified;black;;sourced;
registry_ethnicity;R;;;Chinese;chinese;;sourced;
registry_ethnicity;S;;;Any other;other;;sourced;
registry_ethnicity;SA;;;Vietnamese;other;;sourced;
registry_ethnicity;SB;;;Japanese;other;;sourced;
registry_ethnicity;SC;;;Filipino;other;;sourced;
registry_ethnicity;SD;;;Malaysian;other;;sourced;
registry_ethnicity;SE;;;Any other group;other;;sourced;
registry_ethnicity;X;;;Not known;not_known;;sourced;
registry_ethnicity;Z;;;Not stated;not_known;;sourced;
$codes$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[7]
WHERE line <> '' AND line NOT LIKE 'list;%';
CREATE FUNCTION code_class(list text, code text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_code_class'
	LANGUAGE C STABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION code_class(text, text, date, boolean) IS 'What a code of a list counts as (code.class), as code_meaning finds it; NULL where the code is missing or counts as nothing, or, not strict, is not in the list. Each list is read once a call site. Errors: as code_meaning.';
CREATE FUNCTION code_meaning(list text, code text, at date DEFAULT NULL, strict boolean DEFAULT true,
	OUT label text, OUT class text, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_code_meaning'
	LANGUAGE C STABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION code_meaning(text, text, date, boolean) IS 'What a code of a list means at a date: label and class as in table code, and status: current; retired (not in use at the date any more: its last meaning before; such codes are taken, and are counted by this status); not_yet (in use only after the date: its first meaning then); missing (NULL or blanks); unknown (not in the list). Without a date it is the last meaning, retired where that has an end. Of the meanings in force a user''s row goes before a shipped one. Blanks around a code are nothing, case and leading zeros matter. Label and class are NULL where there is no meaning. Each list is read once a call site. Errors: 22004 list or strict NULL; 22023 unknown list, unknown code while strict.';
CREATE FUNCTION codes_at(list text, at date DEFAULT NULL)
	RETURNS TABLE(code text, label text, class text, status text, since date, until date)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
	SELECT DISTINCT ON (c.code COLLATE pg_catalog."C") c.code, c.label, c.class,
		CASE s.standing WHEN 1 THEN 'current' WHEN 2 THEN 'retired' ELSE 'not_yet' END, pg_catalog.lower(c.valid), pg_catalog.upper(c.valid)
	FROM code AS c, LATERAL (SELECT CASE
			WHEN codes_at.at IS NULL THEN CASE WHEN coalesce(pg_catalog.isfinite(pg_catalog.upper(c.valid)), false) THEN 2 ELSE 1 END
			WHEN c.valid OPERATOR(pg_catalog.@>) codes_at.at THEN 1
			WHEN pg_catalog.upper(c.valid) OPERATOR(pg_catalog.<=) codes_at.at THEN 2
			ELSE 3 END AS standing) AS s
	WHERE c.list OPERATOR(pg_catalog.=) codes_at.list
	ORDER BY c.code COLLATE pg_catalog."C", s.standing,
		CASE WHEN s.standing OPERATOR(pg_catalog.=) 3 THEN pg_catalog.lower(c.valid) END,
		CASE WHEN s.standing OPERATOR(pg_catalog.=) 2 OR codes_at.at IS NULL THEN coalesce(pg_catalog.upper(c.valid), 'infinity') END DESC NULLS LAST,
		c.builtin, coalesce(pg_catalog.lower(c.valid), '-infinity') DESC;
END;
COMMENT ON FUNCTION codes_at(text, date) IS 'All codes of a list in the order of their bytes, each with its meaning at a date (NULL: its last) and the status that code_meaning gives it; since and until are the first day of that meaning and the first day after it, NULL where it has none. For rules that are made of codes. No rows for an unknown list or NULL.';
CREATE FUNCTION metastatic_distant(disease_type text, site text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE
		WHEN 'distant' OPERATOR(pg_catalog.=) ANY (ARRAY[code_class('metastatic_disease_type', disease_type, at, strict), code_class('metastatic_site', site, at, strict)]) THEN true
		WHEN code_class('metastatic_disease_type', disease_type, at, strict) IS NOT NULL
			OR code_class('metastatic_site', site, at, strict) OPERATOR(pg_catalog.=) 'regional' THEN false
	END;
COMMENT ON FUNCTION metastatic_distant(text, text, date, boolean) IS 'Whether COSD metastatic disease type (CR6520) or metastatic site (CR1590), one row of the repeating group, says distant disease: true where either does; else false where the type is local or regional or the site regional nodes; else NULL (nothing, or unknown site without a type). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION treatment_event_distant(event_type text, multiple boolean DEFAULT true, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('cancer_treatment_event_type', event_type, at, strict)
		WHEN 'distant' THEN true WHEN 'multiple' THEN multiple WHEN 'primary' THEN false WHEN 'local' THEN false
		WHEN 'regional' THEN false WHEN 'relapse' THEN false WHEN 'progression' THEN false WHEN 'transformation' THEN false
	END;
COMMENT ON FUNCTION treatment_event_distant(text, boolean, date, boolean) IS 'Whether a cancer treatment event type of waiting times (CTE_TYPE) says distant disease: true for 05, 07, 08 and 12; for 06, local, regional or distant recurrences together, what multiple says (NULL: not known); else false. NULL if missing. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION cns_contact(indication text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('clinical_nurse_specialist_indication', indication, at, strict) WHEN 'contact' THEN true WHEN 'no_contact' THEN false END;
COMMENT ON FUNCTION cns_contact(text, date, boolean) IS 'Whether the patient saw a clinical nurse specialist or a member of the team: true for Y1, Y3, Y4, Y5 and the retired Y2, false for NI and NN, NULL for 99 and blanks. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION cns_at_diagnosis(indication text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('clinical_nurse_specialist_at_diagnosis', indication, at, strict) WHEN 'present' THEN true WHEN 'absent' THEN false END;
COMMENT ON FUNCTION cns_at_diagnosis(text, date, boolean) IS 'Whether a clinical nurse specialist was present when the diagnosis was given: true for Y1, false for every other code, NULL for 99 and blanks. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION hna_offered(offer text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('hna_offer_status', offer, at, strict)
		WHEN 'undecided' THEN true WHEN 'declined' THEN true WHEN 'accepted' THEN true WHEN 'unable' THEN true WHEN 'not_offered' THEN false
	END;
COMMENT ON FUNCTION hna_offered(text, date, boolean) IS 'Whether a holistic needs assessment was offered: true for 01, 02, 03 and 05, false for 04, NULL for blanks. The coverage analysis of 2024 counts an empty code as offered: that is coalesce(hna_offered(…), true), said where it is done. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION hna_accepted(offer text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('hna_offer_status', offer, at, strict)
		WHEN 'accepted' THEN true WHEN 'undecided' THEN false WHEN 'declined' THEN false WHEN 'unable' THEN false WHEN 'not_offered' THEN false
	END;
COMMENT ON FUNCTION hna_accepted(text, date, boolean) IS 'Whether an offer of a holistic needs assessment was accepted: true for 03, false for every other code, also where none was made, NULL for blanks. For the share of offers, FILTER (WHERE hna_offered(…)). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION pcsp_offered(offer text, at date, not_required boolean DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('pcsp_offer_status', offer, at, strict)
		WHEN 'undecided' THEN true WHEN 'declined' THEN true WHEN 'accepted' THEN true WHEN 'unable' THEN true
		WHEN 'not_offered' THEN false WHEN 'not_offered_other' THEN false WHEN 'not_required' THEN not_required
	END;
COMMENT ON FUNCTION pcsp_offered(text, date, boolean, boolean) IS 'Whether personalised care and support planning was offered, by the meaning of the code at the date of the record: true for 01, 02, 03 and 05, false for 04. Code 06 changed: not required before 19 May 2026 (or the earlier day of the change, which is not known), then it counts as what not_required says (NULL: neither; the coverage analysis of 2024 keeps it: true); from then on not offered for another reason: false. NULL for blanks. A NULL date takes the last meaning. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION pcsp_accepted(offer text, at date, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('pcsp_offer_status', offer, at, strict)
		WHEN 'accepted' THEN true WHEN 'undecided' THEN false WHEN 'declined' THEN false WHEN 'unable' THEN false
		WHEN 'not_offered' THEN false WHEN 'not_offered_other' THEN false WHEN 'not_required' THEN false
	END;
COMMENT ON FUNCTION pcsp_accepted(text, date, boolean) IS 'Whether an offer of personalised care and support planning was accepted: true for 03, false for every other code, NULL for blanks. For the share of offers, FILTER (WHERE pcsp_offered(…)). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION repair_offer_code(offer text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.strpos(offer, '00') OPERATOR(pg_catalog.>) 0
		THEN pg_catalog.overlay(offer, '0', pg_catalog.strpos(offer, '00'), 2) ELSE offer END;
COMMENT ON FUNCTION repair_offer_code(text) IS 'An offer code with its first 00 made 0, the repair of the coverage analysis of 2024 for codes such as 003: 03. Other codes as they are. No decoder does this by itself. NULL for NULL.';
CREATE FUNCTION mdt_discussed(discussion_type text, not_discussed text, standard_counts boolean DEFAULT true, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE (pg_catalog.array_remove(ARRAY[code_class('mdt_discussion_type', discussion_type, at, strict), code_class('mdt_not_discussed', not_discussed, at, strict)], NULL))[1]
		WHEN 'discussed' THEN true WHEN 'discussed_elsewhere' THEN true WHEN 'standard_of_care' THEN standard_counts WHEN 'not_discussed' THEN false
	END;
COMMENT ON FUNCTION mdt_discussed(text, text, boolean, date, boolean) IS 'Whether the care plan was discussed at a multidisciplinary team meeting, from the two choices of the item: true for discussion type 1 (here) and 3 (elsewhere), for 2 (predefined standard of care) what standard_counts says (NULL: not known); without a type false where the code of the other choice is 1; NULL where neither is there. Where both are, the type goes before. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE TABLE stage_system (
	system text NOT NULL,
	reading text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT stage_system_pkey PRIMARY KEY (system),
	CONSTRAINT stage_system_name_normal CHECK (system OPERATOR(pg_catalog.~) '^[^[:space:]]{1,63}$' AND system OPERATOR(pg_catalog.=) pg_catalog.upper(system COLLATE "C")),
	CONSTRAINT stage_system_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE stage_system IS 'Systems that stages are told in, as registries write them, and how stages of each are read. The same letters and digits mean other things in other systems: stage 3 of ISS is no stage 3 of TNM. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN stage_system.system IS 'Name of the system in capitals without blanks; stage_group takes it in any case and with blanks (Ann Arbor, UICC 8).';
COMMENT ON COLUMN stage_system.reading IS 'How its stages are read: the rows of stage_reading of this name, and where none of them fits those of the name any.';
COMMENT ON COLUMN stage_system.source IS 'Where the system is named.';
COMMENT ON COLUMN stage_system.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN stage_system.note IS 'What a user must know of it.';
COMMENT ON COLUMN stage_system.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER stage_system_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON stage_system
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER stage_system_protect_builtin ON stage_system IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER stage_system_protect_truncate BEFORE TRUNCATE ON stage_system
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER stage_system_protect_truncate ON stage_system IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('stage_system', 'WHERE NOT builtin');
GRANT SELECT ON stage_system TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON stage_system TO @extowner@ WITH GRANT OPTION;
CREATE TABLE stage_reading (
	reading text NOT NULL,
	prefix text NOT NULL,
	status text NOT NULL,
	stage_group text,
	extent text,
	distant boolean,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT stage_reading_pkey PRIMARY KEY (reading, prefix),
	CONSTRAINT stage_reading_prefix_some CHECK (prefix <> ''),
	CONSTRAINT stage_reading_status_known CHECK (status IN ('staged', 'stage_0', 'missing', 'unstageable')),
	CONSTRAINT stage_reading_group_of_staged CHECK ((status = 'staged') = (stage_group IS NOT NULL) AND (status = 'staged') = (extent IS NOT NULL)),
	CONSTRAINT stage_reading_group_known CHECK (stage_group IN ('1', '2', '3', '4', 'other')),
	CONSTRAINT stage_reading_extent_known CHECK (extent IN ('early', 'advanced')),
	CONSTRAINT stage_reading_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE stage_reading IS 'How stages are read, by how they begin: the longest prefix that fits decides, and of one length that of the system''s own reading before that of the reading any. Add readings of your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN stage_reading.reading IS 'Name of the reading, as in stage_system.';
COMMENT ON COLUMN stage_reading.prefix IS 'What a stage begins with; case does not matter.';
COMMENT ON COLUMN stage_reading.status IS 'staged, stage_0, missing, or unstageable.';
COMMENT ON COLUMN stage_reading.stage_group IS '1 to 4, or other for a stage of a system that has no such four; NULL unless staged.';
COMMENT ON COLUMN stage_reading.extent IS 'early or advanced; NULL unless staged.';
COMMENT ON COLUMN stage_reading.distant IS 'Whether such a stage says distant metastases (true), none (false), or does not tell (NULL).';
COMMENT ON COLUMN stage_reading.source IS 'Where the reading comes from.';
COMMENT ON COLUMN stage_reading.certainty IS 'As in stage_system.';
COMMENT ON COLUMN stage_reading.note IS 'What a user must know of it.';
COMMENT ON COLUMN stage_reading.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER stage_reading_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON stage_reading
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER stage_reading_protect_builtin ON stage_reading IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER stage_reading_protect_truncate BEFORE TRUNCATE ON stage_reading
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER stage_reading_protect_truncate ON stage_reading IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('stage_reading', 'WHERE NOT builtin');
GRANT SELECT ON stage_reading TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON stage_reading TO @extowner@ WITH GRANT OPTION;
INSERT INTO stage_system (system, reading, source, certainty, note, builtin)
SELECT f[1], f[2], 'NCRAS ODR data dictionary v8, STAGE_BEST_SYSTEM; stage functions of LizzieAugarde/HNA_PCSP_coverage @ab8346d', f[3], nullif(f[4], ''), true
FROM string_to_table($systems$
system;reading;certainty;note
UNKNOWN;tnm;inferred;Also for a system that is not given. Stages of before 2013 rest on TNM.
TNM;tnm;inferred;Any edition.
5TH;tnm;sourced;
6TH;tnm;sourced;
7TH;tnm;sourced;
8TH;tnm;sourced;
UICC5;tnm;sourced;
UICC6;tnm;sourced;
UICC7;tnm;sourced;
UICC8;tnm;sourced;
AJCC7;tnm;sourced;
AJCC8;tnm;sourced;
ENETS2007;tnm;sourced;
FIGO;tnm;sourced;Of some sites stage 4A is spread to near organs only (recalled, not confirmed), but stages 4 are read alike, as those of TNM.
ANNARBOR;annarbor;sourced;
ISS;iss;sourced;
RAIBINET;binet;inferred;The letters are Binet's, the digits Rai's.
BINET;binet;sourced;
RAI;binet;inferred;
CHANG;chang;sourced;
INRG;inrg;sourced;
WILMS;wilms;sourced;
$systems$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'system;%';
INSERT INTO stage_reading (reading, prefix, status, stage_group, extent, distant, source, certainty, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], ''), nullif(f[5], ''), nullif(f[6], '')::boolean,
	'LizzieAugarde/HNA_PCSP_coverage @ab8346d, stage_functions_tidy.R; NCRAS ODR data dictionary v8, STAGE_BEST', f[7], nullif(f[8], ''), true
FROM string_to_table($readings$
reading;prefix;status;group;extent;distant;certainty;note
any;0;stage_0;;;;sourced;In situ, but for the 0 of Rai. The published grouping counts it as missing.
any;1;staged;1;early;;sourced;
any;2;staged;2;early;;sourced;
any;3;staged;3;advanced;;sourced;
any;4;staged;4;advanced;;sourced;
any;5;missing;;;;sourced;Outdated or invalid code.
any;6;unstageable;;;;sourced;
any;U;unstageable;;;;sourced;
any;X;missing;;;;sourced;Not staged.
any;?;missing;;;;sourced;Insufficient information.
tnm;0;stage_0;;;false;sourced;
tnm;1;staged;1;early;false;sourced;
tnm;2;staged;2;early;false;sourced;
tnm;3;staged;3;advanced;false;sourced;
tnm;4;staged;4;advanced;true;inferred;So of the breast. Of some sites (head and neck, thyroid) stages 4A and 4B can be without distant metastases: the M category tells (recalled, not confirmed).
annarbor;1;staged;1;early;;inferred;
annarbor;2;staged;2;early;;inferred;
annarbor;3;staged;3;advanced;;inferred;
annarbor;4;staged;4;advanced;;inferred;Disseminated lymphoma is not metastasis of a solid tumour.
iss;1;staged;other;early;;sourced;
iss;2;staged;other;early;;sourced;
iss;3;staged;other;advanced;;sourced;Not stage 3 of TNM.
binet;A;staged;other;early;;sourced;
binet;B;staged;other;early;;sourced;
binet;C;staged;other;advanced;;sourced;
chang;M0;staged;other;early;false;sourced;
chang;M1;staged;other;advanced;true;sourced;
chang;M2;staged;other;advanced;true;sourced;
chang;M3;staged;other;advanced;true;sourced;
chang;M4;staged;other;advanced;true;sourced;
inrg;L;staged;other;early;false;sourced;
inrg;M;staged;other;advanced;true;sourced;
wilms;5;staged;4;advanced;;sourced;Both kidneys. Grouped with stage 4 and no sign of distant disease.
$readings$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'reading;%';
CREATE FUNCTION stage_group(stage text, system text, stageable text DEFAULT NULL, strict boolean DEFAULT true,
	OUT stage_group text, OUT extent text, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_stage_group'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION stage_group(text, text, text, boolean) IS 'The group of a stage by the system that it is told in, by tables stage_system and stage_reading (rule of the national stage functions, stage_functions_tidy.R). stage_group: 1 to 4, other for a stage of a system without those four (ISS, Binet, Chang, INRG), else NULL; extent: early or advanced, else NULL; status: staged, stage_0 (the published rule counts it as missing), missing (nothing, ?, X, an outdated code), unstageable (U, 6). stageable is the registry''s flag: Y staged, then a stage that is none is missing; N missing; U or NA unstageable; NULL or empty: as the stage itself says. A system that is NULL or empty is read as UNKNOWN. Names of systems are taken in any case, with blanks. Errors: 22004 strict NULL; 22023 unknown system, a stage that its system has not, an unknown flag; not strict, these are missing.';
CREATE FUNCTION metastatic_stage(stage text, system text, m text DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	AS 'MODULE_PATHNAME', 'cpe_metastatic_stage'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metastatic_stage(text, text, text, boolean) IS 'Whether the registry''s stage or M category says distant metastases at diagnosis: true where either does (M 1 with any letter, taken with prefixes c, p and M; stage 4 under TNM and its like, though of head and neck or thyroid 4A and 4B can be without, M of INRG, M1 to M4 of Chang), else false where either says that there are none (M 0; stages 0 to 3), else NULL (MX, no stage, a system that does not tell, such as ISS or Ann Arbor). Errors: 22004 strict NULL; 22023 unknown system, a stage that its system has not, an M category that is none; not strict, what is unknown does not tell.';
CREATE FUNCTION icd10(code text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_icd10_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION icd10(text, boolean) IS 'The normal form of an ICD-10 code: a capital letter, two digits and, where it is given, the fourth character, without a dot. Takes small letters, blanks around it, the filler X or a dash for no fourth character, and leaves out a fifth digit and the marks D (dagger) and A (asterisk): C50.4, c504, C50.41, C50.4D are C504; C50X, C50.- are C50. NULL for NULL and blanks; not strict, also for what is no code. Errors: 22004 strict NULL; 22023 not a code, with the character at which it goes wrong (a letter O for a zero).';
CREATE FUNCTION icd10_in(code text, ranges text, strict boolean DEFAULT true) RETURNS boolean
	AS 'MODULE_PATHNAME', 'cpe_icd10_in'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION icd10_in(text, text, boolean) IS 'Whether an ICD-10 code is in ranges, written as codes and first-last pairs apart by commas, in any spelling that icd10 takes but for fifth characters: C50; C15-C17, C22; C78.0-C78.7. An item behind an exclamation mark is left out, wherever it stands: C00-C97, !C44. A code of three characters in ranges is all of its fourth characters; a code of three characters that is asked for is in them only when all of its fourth characters are. NULL if the code is NULL, blanks or, not strict, none, or ranges is NULL. Ranges are read once a call site. Errors: 22004 strict NULL; 22023 not a code, not ranges (with the character at which they go wrong).';
CREATE FUNCTION icd10_distant(code text, primary_site text, strict boolean DEFAULT true) RETURNS boolean
	AS 'MODULE_PATHNAME', 'cpe_icd10_distant_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION icd10_distant(text, text, boolean) IS 'Whether a code of a hospital record or a death certificate is of distant disease of the primary tumour whose ICD-10 site is given: true for C78, C79 and C77, false for every other code, and for C77.3 (nodes of axilla and arm) where the primary is of the breast (C50, D05), for there these are regional (UICC TNM; design of this project). NULL for C77.3 when the site is not known, and when the code is NULL, blanks or, not strict, none. Errors: 22004 strict NULL; 22023 not a code.';
CREATE FUNCTION nhs_number(number text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_nhs_number_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION nhs_number(text, boolean) IS 'An NHS number as its ten digits: blanks and hyphens left out, its check digit checked by modulus 11 (weights 10 to 2; a check of 11 stands for 0, one of 10 for no number). Ten zeros, the filler of files without a number, are none. Other tens of equal digits pass the check and are taken: some are numbers of test data. NULL for NULL and blanks; not strict, also for what is no NHS number. Error messages show no part of it. Source: NHS Data Dictionary, NHS NUMBER. Errors: 22004 strict NULL; 22023 not ten digits, wrong check digit, ten zeros.';
CREATE TABLE secondary_definition (
	rule text NOT NULL,
	window_days integer NOT NULL,
	certainty text NOT NULL,
	reference text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT secondary_definition_pkey PRIMARY KEY (rule),
	CONSTRAINT secondary_definition_window CHECK (window_days BETWEEN 0 AND 36500),
	CONSTRAINT secondary_definition_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE secondary_definition IS 'Rules that tell secondary cancer from events: which sources there are (status_source) and what their codes say (status_code). Shipped rows are builtin; add a rule of your own with INSERT into the three tables, it survives dump and upgrade. A shipped rule cannot be added to: copy it under another name.';
COMMENT ON COLUMN secondary_definition.rule IS 'Name of the rule, as in secondary_rule; case matters.';
COMMENT ON COLUMN secondary_definition.window_days IS 'Days after the diagnosis up to which distant disease was there from the beginning (de novo). Published choices run from three to six months (recalled, not confirmed), so it is an option and comes back with every result.';
COMMENT ON COLUMN secondary_definition.certainty IS 'sourced (read in a published text), computed, inferred (a conclusion of this extension or its user), or unconfirmed.';
COMMENT ON COLUMN secondary_definition.reference IS 'Where the rule comes from.';
COMMENT ON COLUMN secondary_definition.note IS 'What a user must know of it.';
COMMENT ON COLUMN secondary_definition.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER secondary_definition_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON secondary_definition
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER secondary_definition_protect_builtin ON secondary_definition IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER secondary_definition_protect_truncate BEFORE TRUNCATE ON secondary_definition
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER secondary_definition_protect_truncate ON secondary_definition IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('secondary_definition', 'WHERE NOT builtin');
GRANT SELECT ON secondary_definition TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON secondary_definition TO @extowner@ WITH GRANT OPTION;
CREATE TABLE status_source (
	rule text NOT NULL,
	source text NOT NULL,
	position integer NOT NULL,
	rank integer,
	reads text NOT NULL,
	list text,
	second_list text,
	early boolean NOT NULL DEFAULT false,
	at_diagnosis boolean NOT NULL DEFAULT false,
	guarded boolean NOT NULL DEFAULT false,
	course text,
	death boolean NOT NULL DEFAULT false,
	certainty text NOT NULL,
	reference text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT status_source_pkey PRIMARY KEY (rule, source),
	CONSTRAINT status_source_position_key UNIQUE (rule, position),
	CONSTRAINT status_source_name CHECK (source ~ '^[A-Z0-9_]{1,16}$'),
	CONSTRAINT status_source_rank CHECK (rank BETWEEN 1 AND 15),
	CONSTRAINT status_source_reads_known CHECK (reads IN ('code', 'pair', 'icd10')),
	CONSTRAINT status_source_lists CHECK (reads <> 'icd10' AND second_list IS NULL OR reads = 'pair' OR list IS NULL AND second_list IS NULL),
	CONSTRAINT status_source_course_known CHECK (course IN ('recurrence', 'progression')),
	CONSTRAINT status_source_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE status_source IS 'The sources of a rule and how they stand to one another: the precedence as data.';
COMMENT ON COLUMN status_source.rule IS 'The rule.';
COMMENT ON COLUMN status_source.source IS 'Name of the source, as event rows have it: capitals, digits and _, at most 16.';
COMMENT ON COLUMN status_source.position IS 'Its place in the rule; of two events alike in all else the one of the earlier source is named.';
COMMENT ON COLUMN status_source.rank IS 'How strong its evidence is: 1 the strongest, to 15. NULL: no evidence of the disease, but of other primaries or of freedom from disease.';
COMMENT ON COLUMN status_source.reads IS 'What its codes are: code (a word of a list or of status_code), pair (two such with a slash between: 01/M; without slash the second is missing), icd10 (in any spelling; codes in no range say nothing).';
COMMENT ON COLUMN status_source.list IS 'Code list of its codes, of a pair the first; what each class of the list says is in status_code, other classes say nothing.';
COMMENT ON COLUMN status_source.second_list IS 'Code list of the second of a pair.';
COMMENT ON COLUMN status_source.early IS 'Whether events before the diagnosis count too.';
COMMENT ON COLUMN status_source.at_diagnosis IS 'Whether it says what there was at the diagnosis. Distant disease by such a source, dated up to the end of the window or without date, is de novo whatever stronger sources say of later days.';
COMMENT ON COLUMN status_source.guarded IS 'Whether its codes do not tell which primary has spread: after another primary its events are ambiguous.';
COMMENT ON COLUMN status_source.course IS 'recurrence: it records those informed that they are free of disease; progression: those never informed so. NULL: neither.';
COMMENT ON COLUMN status_source.death IS 'Whether it is of the dead: it alone makes no prevalent case.';
COMMENT ON COLUMN status_source.certainty IS 'As in secondary_definition.';
COMMENT ON COLUMN status_source.reference IS 'Where its codes and its place come from.';
COMMENT ON COLUMN status_source.note IS 'What a user must know of it.';
COMMENT ON COLUMN status_source.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER status_source_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON status_source
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER status_source_protect_builtin ON status_source IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER status_source_protect_truncate BEFORE TRUNCATE ON status_source
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER status_source_protect_truncate ON status_source IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('status_source', 'WHERE NOT builtin');
GRANT SELECT ON status_source TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON status_source TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER status_source_secondary_definition AFTER INSERT OR UPDATE ON status_source
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('secondary_definition', 'refuse rule builtin');
COMMENT ON TRIGGER status_source_secondary_definition ON status_source IS 'What a row names in secondary_definition is there.';
CREATE CONSTRAINT TRIGGER secondary_definition_status_source AFTER DELETE OR UPDATE ON secondary_definition
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('status_source', 'refuse rule builtin');
COMMENT ON TRIGGER secondary_definition_status_source ON secondary_definition IS 'No row of status_source loses what it names here.';
CREATE TABLE status_code (
	rule text NOT NULL,
	source text NOT NULL,
	part integer NOT NULL DEFAULT 1,
	kind text NOT NULL,
	value text NOT NULL,
	meaning text NOT NULL,
	unless text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT status_code_pkey PRIMARY KEY (rule, source, part, kind, value),
	CONSTRAINT status_code_part CHECK (part IN (1, 2)),
	CONSTRAINT status_code_kind_known CHECK (kind IN ('class', 'code')),
	CONSTRAINT status_code_meaning_known CHECK (meaning IN ('nothing', 'distant', 'multiple', 'local', 'absent', 'reported', 'free', 'not_free', 'other_primary', 'applies')),
	CONSTRAINT status_code_unless_of_distant CHECK (unless IS NULL OR meaning = 'distant')
);
COMMENT ON TABLE status_code IS 'What the codes of a source say, by the class that they have in the source''s code list, or one by one.';
COMMENT ON COLUMN status_code.rule IS 'The rule.';
COMMENT ON COLUMN status_code.source IS 'The source.';
COMMENT ON COLUMN status_code.part IS 'Of a pair, which of its two codes; else 1.';
COMMENT ON COLUMN status_code.kind IS 'class: value is a class of the source''s code list; code: value is a code itself.';
COMMENT ON COLUMN status_code.value IS 'The class or the code. A code that ends in * stands for all that begin so, the longer before the shorter; an ICD-10 code can be a range of one length (C78-C79), and one of four characters goes before one of three; the case of letters does not matter; an empty second code of a pair stands for a missing one.';
COMMENT ON COLUMN status_code.meaning IS 'distant; multiple (maybe distant); local (or regional); absent (no distant disease at the diagnosis); reported (the patient says so); free or not_free (informed, or never, that there is no disease or none can be found); other_primary; nothing. Of the second part of a pair applies (the first counts) or nothing.';
COMMENT ON COLUMN status_code.unless IS 'ICD-10 codes and ranges, with commas between: for a primary tumour of these sites it is regional and says nothing. While the site is not known it is neither.';
COMMENT ON COLUMN status_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER status_code_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON status_code
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER status_code_protect_builtin ON status_code IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER status_code_protect_truncate BEFORE TRUNCATE ON status_code
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER status_code_protect_truncate ON status_code IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('status_code', 'WHERE NOT builtin');
GRANT SELECT ON status_code TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON status_code TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER status_code_status_source AFTER INSERT OR UPDATE ON status_code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('status_source', 'refuse rule source builtin');
COMMENT ON TRIGGER status_code_status_source ON status_code IS 'What a row names in status_source is there.';
CREATE CONSTRAINT TRIGGER status_source_status_code AFTER DELETE OR UPDATE ON status_source
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('status_code', 'refuse rule source builtin');
COMMENT ON TRIGGER status_source_status_code ON status_source IS 'No row of status_code loses what it names here.';
INSERT INTO secondary_definition (rule, window_days, certainty, reference, note, builtin)
VALUES ('nhs', 90, 'inferred', 'Rule of this extension, on data sets of the NHS in England', 'No published rule for all these sources was found; the published algorithm of England (10.1038/s44276-025-00154-1) gives its accuracy, not its rule. The date is that of a record, not of the disease: 64.5 % of dates by such algorithms were within three months of the patient''s notes (10.1186/s12885-022-09333-6). It sees only what was recorded: disease treated outside these sources is missed, and of those who died early less was recorded.', true);
INSERT INTO status_source (rule, position, source, rank, reads, list, second_list, early, at_diagnosis, guarded, course, death, certainty, reference, note, builtin)
SELECT f[1], f[2]::integer, f[3], nullif(f[4], '')::integer, f[5], nullif(f[6], ''), nullif(f[7], ''), f[8]::boolean, f[9]::boolean, f[10]::boolean, nullif(f[11], ''), f[12]::boolean, f[13], f[14], f[15], true
FROM string_to_table($sources$
rule;position;source;rank;reads;list;second_list;early;at_diagnosis;guarded;course;death;certainty;reference;note
nhs;1;COSD_REC;1;code;metastatic_disease_type;;f;f;f;recurrence;f;inferred;COSD user guide v10.2.8, non-primary pathway, choice 1;Metastatic disease type of a recurrence, with its agreed date. A recurrence is of somebody informed that no disease can be found.
nhs;2;COSD_REC_SITE;1;code;metastatic_site;;f;f;f;recurrence;f;inferred;COSD user guide v10.2.8, non-primary pathway, choice 1;Metastatic site of a recurrence.
nhs;3;COSD_PROG;1;code;metastatic_disease_type;;f;f;f;progression;f;inferred;COSD user guide v10.2.8, non-primary pathway, choice 2, and progression in the primary pathway;Metastatic disease type of a progression, with its agreed date. A progression is of somebody never informed that no disease can be found.
nhs;4;COSD_PROG_SITE;1;code;metastatic_site;;f;f;f;progression;f;inferred;COSD user guide v10.2.8, non-primary pathway, choice 2, and progression in the primary pathway;Metastatic site of a progression.
nhs;5;COSD_DX;1;code;metastatic_disease_type;;t;t;f;;f;inferred;COSD user guide v10.2.8, primary pathway, diagnosis;Metastatic disease type at the diagnosis. It has the trust's own date of diagnosis, so one before the registry's counts too. Local or regional is part of the stage there and no recurrence, so it says nothing.
nhs;6;COSD_DX_SITE;1;code;metastatic_site;;t;t;f;;f;inferred;COSD user guide v10.2.8, primary pathway, diagnosis;Metastatic site at the diagnosis. Dates as of COSD_DX. Regional nodes are part of the stage there, so they say nothing.
nhs;7;REGISTRY_M;2;code;;;t;t;f;;f;inferred;NCRAS ODR data dictionary v8, M_BEST;M category of the registration, with or without c, p and M in front. No date is taken as the date of diagnosis.
nhs;8;REGISTRY_STAGE;2;pair;;;t;t;f;;f;inferred;NCRAS ODR data dictionary v8, STAGE_BEST and STAGE_BEST_SYSTEM, and HNA_PCSP_coverage @ab8346d, stage groups;Stage of the registration, alone or with its system: 4, 3A/TNM 8, 3/ISS. Stage 4 is distant disease in systems like TNM only (of the breast: of head and neck or thyroid 4A and 4B can be without it, recalled, not confirmed, so leave their stage out where the M category is known): under Ann Arbor, Binet, Chang, INRG, ISS, Rai and Wilms a stage says nothing, and another system is an error. No date is taken as the date of diagnosis.
nhs;9;CWT;3;code;cancer_treatment_event_type;;f;f;f;;f;inferred;NHS Data Dictionary, CANCER TREATMENT EVENT TYPE;Multiple recurrence (06) may or may not have distant disease in it: option multiple of secondary_rule.
nhs;10;SACT;4;pair;sact_intent;rtds_region;f;f;t;;f;inferred;Simulacrum lookups, NCRAS ODR data dictionary v8;Intent of the regimen with the region of a radiotherapy treatment: P/M, 2/M. SACT has no region itself, so that a regimen alone (P) says nothing.
nhs;11;RTDS;4;pair;rtds_intent;rtds_region;f;f;t;;f;inferred;NCRAS ODR data dictionary v8, RTDS;Intent and region of a radiotherapy treatment: 01/M is palliative, to metastases.
nhs;12;HES;5;icd10;;;f;f;t;;f;inferred;UICC TNM for C77.3, COSD user guide v10.2.8 for C77 to C79;Any diagnosis of an episode. Nodes of the armpit and arm (C77.3) are regional for breast cancer. Other codes say nothing.
nhs;13;DEATH;6;icd10;;;f;f;t;;t;inferred;Rule of this extension;Any cause on the death certificate, with the date of death. It makes no prevalent case.
nhs;14;CPES;7;code;;;f;f;f;;f;inferred;NCRAS ODR data dictionary v8, CPES;What a respondent says of spread, with the date of the survey.
nhs;15;OTHERPRIMARY;;icd10;;;f;f;f;;f;inferred;Rule of this extension;Another invasive primary tumour, with its date of diagnosis. C44 does not count.
nhs;16;DISEASE_FREE;;code;;;f;f;f;;f;inferred;COSD user guide v10.2.8, how to record recurrence and progression;Whether the patient was informed that there is no disease or that none can be found: yes with the date, no for never.
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'rule;%';
INSERT INTO status_code (rule, source, part, kind, value, meaning, unless, builtin)
SELECT f[1], f[2], f[3]::integer, f[4], f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($codes$
rule;source;part;kind;value;meaning;unless
nhs;COSD_REC;1;class;local;local;
nhs;COSD_REC;1;class;regional;local;
nhs;COSD_REC;1;class;distant;distant;
nhs;COSD_REC_SITE;1;class;distant;distant;
nhs;COSD_REC_SITE;1;class;regional;local;
nhs;COSD_PROG;1;class;local;local;
nhs;COSD_PROG;1;class;regional;local;
nhs;COSD_PROG;1;class;distant;distant;
nhs;COSD_PROG_SITE;1;class;distant;distant;
nhs;COSD_PROG_SITE;1;class;regional;local;
nhs;COSD_DX;1;class;distant;distant;
nhs;COSD_DX_SITE;1;class;distant;distant;
nhs;REGISTRY_M;1;code;0*;absent;
nhs;REGISTRY_M;1;code;1*;distant;
nhs;REGISTRY_M;1;code;X;nothing;
nhs;REGISTRY_M;1;code;?;nothing;
nhs;REGISTRY_M;1;code;M0*;absent;
nhs;REGISTRY_M;1;code;M1*;distant;
nhs;REGISTRY_M;1;code;MX;nothing;
nhs;REGISTRY_M;1;code;c0*;absent;
nhs;REGISTRY_M;1;code;c1*;distant;
nhs;REGISTRY_M;1;code;cX;nothing;
nhs;REGISTRY_M;1;code;cM0*;absent;
nhs;REGISTRY_M;1;code;cM1*;distant;
nhs;REGISTRY_M;1;code;cMX;nothing;
nhs;REGISTRY_M;1;code;p0*;absent;
nhs;REGISTRY_M;1;code;p1*;distant;
nhs;REGISTRY_M;1;code;pX;nothing;
nhs;REGISTRY_M;1;code;pM0*;absent;
nhs;REGISTRY_M;1;code;pM1*;distant;
nhs;REGISTRY_M;1;code;pMX;nothing;
nhs;REGISTRY_STAGE;1;code;0*;absent;
nhs;REGISTRY_STAGE;1;code;1*;absent;
nhs;REGISTRY_STAGE;1;code;2*;absent;
nhs;REGISTRY_STAGE;1;code;3*;absent;
nhs;REGISTRY_STAGE;1;code;4*;distant;
nhs;REGISTRY_STAGE;1;code;5;nothing;
nhs;REGISTRY_STAGE;1;code;6;nothing;
nhs;REGISTRY_STAGE;1;code;?;nothing;
nhs;REGISTRY_STAGE;1;code;U;nothing;
nhs;REGISTRY_STAGE;1;code;X;nothing;
nhs;REGISTRY_STAGE;1;code;A;nothing;
nhs;REGISTRY_STAGE;1;code;B;nothing;
nhs;REGISTRY_STAGE;1;code;C;nothing;
nhs;REGISTRY_STAGE;1;code;L;nothing;
nhs;REGISTRY_STAGE;1;code;M*;nothing;
nhs;REGISTRY_STAGE;2;code;;applies;
nhs;REGISTRY_STAGE;2;code;UNKNOWN;applies;
nhs;REGISTRY_STAGE;2;code;TNM*;applies;
nhs;REGISTRY_STAGE;2;code;UICC*;applies;
nhs;REGISTRY_STAGE;2;code;AJCC*;applies;
nhs;REGISTRY_STAGE;2;code;5th*;applies;
nhs;REGISTRY_STAGE;2;code;6th*;applies;
nhs;REGISTRY_STAGE;2;code;7th*;applies;
nhs;REGISTRY_STAGE;2;code;8th*;applies;
nhs;REGISTRY_STAGE;2;code;ENETS*;applies;
nhs;REGISTRY_STAGE;2;code;FIGO*;applies;
nhs;REGISTRY_STAGE;2;code;Ann*;nothing;
nhs;REGISTRY_STAGE;2;code;Binet*;nothing;
nhs;REGISTRY_STAGE;2;code;Chang*;nothing;
nhs;REGISTRY_STAGE;2;code;INRG*;nothing;
nhs;REGISTRY_STAGE;2;code;ISS*;nothing;
nhs;REGISTRY_STAGE;2;code;Rai*;nothing;
nhs;REGISTRY_STAGE;2;code;Wilms*;nothing;
nhs;CWT;1;class;local;local;
nhs;CWT;1;class;regional;local;
nhs;CWT;1;class;distant;distant;
nhs;CWT;1;class;multiple;multiple;
nhs;SACT;1;class;palliative;distant;
nhs;SACT;2;class;metastases;applies;
nhs;RTDS;1;class;palliative;distant;
nhs;RTDS;2;class;metastases;applies;
nhs;HES;1;code;C77;distant;
nhs;HES;1;code;C77.3;distant;C50,D05
nhs;HES;1;code;C78-C79;distant;
nhs;DEATH;1;code;C77-C79;distant;
nhs;CPES;1;code;yes;reported;
nhs;CPES;1;code;no;nothing;
nhs;CPES;1;code;other;nothing;
nhs;OTHERPRIMARY;1;code;C00-C43;other_primary;
nhs;OTHERPRIMARY;1;code;C45-C76;other_primary;
nhs;OTHERPRIMARY;1;code;C80-C97;other_primary;
nhs;DISEASE_FREE;1;code;yes;free;
nhs;DISEASE_FREE;1;code;no;not_free;
$codes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'rule;%';
CREATE TYPE status_rule;
CREATE FUNCTION status_rule_in(cstring) RETURNS status_rule AS 'MODULE_PATHNAME', 'cpe_status_rule_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_in(cstring) IS 'Reads and checks a rule from its text. Errors: 22P02 not of the form, with the line; 22023 a code with two meanings, a source without codes; 54000 too many codes.';
CREATE FUNCTION status_rule_out(status_rule) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_status_rule_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_out(status_rule) IS 'Writes a rule as it was read.';
CREATE FUNCTION status_rule_recv(internal) RETURNS status_rule AS 'MODULE_PATHNAME', 'cpe_status_rule_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_recv(internal) IS 'Reads a rule from its text, with the same checks.';
CREATE FUNCTION status_rule_send(status_rule) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_status_rule_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_send(status_rule) IS 'Writes a rule as text.';
CREATE TYPE status_rule (
	INPUT = status_rule_in, OUTPUT = status_rule_out, RECEIVE = status_rule_recv, SEND = status_rule_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE status_rule IS 'A rule for secondary disease with all its codes, as secondary_rule makes it: aggregates that are given one look nothing up. Text: a first line window=90 strict=yes as_of=-, then the sources (source HES rank=5 reads=icd10 guarded), behind each its codes (distant unless=C50,D05: C77.3; distant until=2018-04-01: 06).';
CREATE FUNCTION status_rule_lt(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_lt(status_rule, status_rule) IS 'Whether the first status_rule comes before the second, in the order of its bytes; behind the operator <.';
CREATE OPERATOR < (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (status_rule, status_rule) IS 'The first status_rule comes before the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_le(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_le(status_rule, status_rule) IS 'Whether the first status_rule comes before or equals the second, in the order of its bytes; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (status_rule, status_rule) IS 'The first status_rule comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_eq(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_eq(status_rule, status_rule) IS 'Whether the first status_rule equals the second, in the order of its bytes; behind the operator =.';
CREATE OPERATOR = (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (status_rule, status_rule) IS 'The first status_rule equals the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_ne(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_ne(status_rule, status_rule) IS 'Whether the first status_rule differs from the second, in the order of its bytes; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (status_rule, status_rule) IS 'The first status_rule differs from the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_ge(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_ge(status_rule, status_rule) IS 'Whether the first status_rule comes after or equals the second, in the order of its bytes; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (status_rule, status_rule) IS 'The first status_rule comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_gt(status_rule, status_rule) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_gt(status_rule, status_rule) IS 'Whether the first status_rule comes after the second, in the order of its bytes; behind the operator >.';
CREATE OPERATOR > (LEFTARG = status_rule, RIGHTARG = status_rule, FUNCTION = status_rule_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (status_rule, status_rule) IS 'The first status_rule comes after the second; the order has no statistical meaning.';
CREATE FUNCTION status_rule_cmp(status_rule, status_rule) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_cmp(status_rule, status_rule) IS 'Negative, zero or positive, as the first status_rule comes before, equals or comes after the second.';
CREATE FUNCTION status_rule_hash(status_rule) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_hash(status_rule) IS 'Hash of type status_rule: equal ones have equal hashes.';
CREATE FUNCTION status_rule_hash_extended(status_rule, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_bytes_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_hash_extended(status_rule, bigint) IS 'Hash of type status_rule with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS status_rule_ops DEFAULT FOR TYPE status_rule USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 status_rule_cmp(status_rule, status_rule);
COMMENT ON OPERATOR CLASS status_rule_ops USING btree IS 'Sorting and distinct values of status_rule: its bytes.';
COMMENT ON OPERATOR FAMILY status_rule_ops USING btree IS 'Sorting and distinct values of status_rule.';
CREATE OPERATOR CLASS status_rule_ops DEFAULT FOR TYPE status_rule USING hash AS
	OPERATOR 1 =, FUNCTION 1 status_rule_hash(status_rule), FUNCTION 2 status_rule_hash_extended(status_rule, bigint);
COMMENT ON OPERATOR CLASS status_rule_ops USING hash IS 'Grouping and hash joins of status_rule.';
COMMENT ON OPERATOR FAMILY status_rule_ops USING hash IS 'Grouping and hash joins of status_rule.';
CREATE FUNCTION secondary_rule(rule text DEFAULT 'nhs', options jsonb DEFAULT '{}') RETURNS status_rule
	AS 'MODULE_PATHNAME', 'cpe_secondary_rule' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION secondary_rule(text, jsonb) IS 'The rule of that name with all codes of its code lists, of any date, as a value for disease_status and secondary_status; of the meanings of a code in force on a date a user''s goes before the shipped one. It is made once a call site for each rule and options, so that a query may ask for it in every row. Options: window_days (default: as the rule has it), multiple (whether a multiple recurrence, code 06 of the waiting times, counts as distant; default true, and it is a conflict then), as_of (the last day of the data, a date like 2024-12-31: later events are an error, or counted and left out; default: no limit), order (an array of the names of all sources with a rank, strongest first, those of equal rank in one text with commas between; default: the ranks of the rule), strict (default true: unknown sources and codes, dates out of range, events after as_of, and groups of several diagnoses are errors; false: they are counted). Errors: 22004 rule NULL; 22023 unknown rule or option, a rule whose tables do not fit together.';
CREATE TYPE disease_status;
CREATE FUNCTION disease_status_in(cstring) RETURNS disease_status AS 'MODULE_PATHNAME', 'cpe_disease_status_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_in(cstring) IS 'Reads a disease status from its exact text. Errors: 22P02 not of the form, with the byte, 22003 a number too large, 22023 no events can tell this.';
CREATE FUNCTION disease_status_out(disease_status) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_disease_status_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_out(disease_status) IS 'Writes a disease status as exact text, which no setting can change.';
CREATE FUNCTION disease_status_recv(internal) RETURNS disease_status AS 'MODULE_PATHNAME', 'cpe_disease_status_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_recv(internal) IS 'Reads a disease status from its binary form. Errors: 22P03 not of the form, 22023 no events can tell this.';
CREATE FUNCTION disease_status_send(disease_status) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_disease_status_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_send(disease_status) IS 'Writes a disease status in binary: version, flags, the rule''s fingerprint, dates, counts, evidence, most significant byte first; equal values give equal bytes.';
CREATE TYPE disease_status (
	INPUT = disease_status_in, OUTPUT = disease_status_out, RECEIVE = disease_status_recv, SEND = disease_status_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE disease_status IS 'What the events of one patient''s tumour tell of secondary disease, small however many they are: of each source and meaning the earliest date that counts and how many events there are. secondary_of judges it; it says itself how strong each source is. While no row has given the diagnosis each date is kept, at most 1000. Exact under any split and in any order, to the bit. Text: the fingerprint of the rule, window, diagnosis, site (which conditions of the rule it meets), first other primary, when first free of disease, ranks that say absent, counts, then evidence as {place source rank flags meaning date events}; the flags are early 1, at_diagnosis 2, guarded 4, recurrence 8, progression 16, death 32.';
CREATE FUNCTION disease_status_lt(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_lt(disease_status, disease_status) IS 'Whether the first disease_status comes before the second, in the order of their binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (disease_status, disease_status) IS 'The first disease_status comes before the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_le(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_le(disease_status, disease_status) IS 'Whether the first disease_status comes before or equals the second, in the order of their binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (disease_status, disease_status) IS 'The first disease_status comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_eq(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_eq(disease_status, disease_status) IS 'Whether the first disease_status equals the second, in the order of their binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (disease_status, disease_status) IS 'The first disease_status equals the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_ne(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_ne(disease_status, disease_status) IS 'Whether the first disease_status differs from the second, in the order of their binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (disease_status, disease_status) IS 'The first disease_status differs from the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_ge(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_ge(disease_status, disease_status) IS 'Whether the first disease_status comes after or equals the second, in the order of their binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (disease_status, disease_status) IS 'The first disease_status comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_gt(disease_status, disease_status) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_disease_status_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_gt(disease_status, disease_status) IS 'Whether the first disease_status comes after the second, in the order of their binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = disease_status, RIGHTARG = disease_status, FUNCTION = disease_status_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (disease_status, disease_status) IS 'The first disease_status comes after the second; the order has no statistical meaning.';
CREATE FUNCTION disease_status_cmp(disease_status, disease_status) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_disease_status_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_cmp(disease_status, disease_status) IS 'Negative, zero or positive, as the first disease_status comes before, equals or comes after the second.';
CREATE FUNCTION disease_status_hash(disease_status) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_disease_status_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_hash(disease_status) IS 'Hash of type disease_status: equal ones have equal hashes.';
CREATE FUNCTION disease_status_hash_extended(disease_status, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_disease_status_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_hash_extended(disease_status, bigint) IS 'Hash of type disease_status with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS disease_status_ops DEFAULT FOR TYPE disease_status USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 disease_status_cmp(disease_status, disease_status);
COMMENT ON OPERATOR CLASS disease_status_ops USING btree IS 'Sorting and distinct values of disease_status: their binary form.';
COMMENT ON OPERATOR FAMILY disease_status_ops USING btree IS 'Sorting and distinct values of disease_status.';
CREATE OPERATOR CLASS disease_status_ops DEFAULT FOR TYPE disease_status USING hash AS
	OPERATOR 1 =, FUNCTION 1 disease_status_hash(disease_status), FUNCTION 2 disease_status_hash_extended(disease_status, bigint);
COMMENT ON OPERATOR CLASS disease_status_ops USING hash IS 'Grouping and hash joins of disease_status.';
COMMENT ON OPERATOR FAMILY disease_status_ops USING hash IS 'Grouping and hash joins of disease_status.';
CREATE FUNCTION disease_status_accum(disease_status, status_rule, text, text, date, text, date) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_accum(disease_status, status_rule, text, text, date, text, date) IS 'A disease status with one more row; NULL for the first. The transition of the aggregate disease_status, with its errors, and 22023 the status is of another rule.';
CREATE FUNCTION disease_status_accum(disease_status, text, text, date, text, date, integer) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_accum_nhs' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_accum(disease_status, text, text, date, text, date, integer) IS 'The same by the rule nhs with that window; the transition of secondary_status(text, text, date, text, date, integer).';
CREATE FUNCTION disease_status_combine(disease_status, disease_status) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_combine(disease_status, disease_status) IS 'The disease status of the events of both. Errors: 22023 of different rules, or different diagnoses under a strict rule; 22003 a count passes 2^32; 54000 more than 1000 dates without a diagnosis.';
CREATE AGGREGATE disease_status(status_rule, text, text, date, text, date) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE disease_status(status_rule, text, text, date, text, date) IS 'The state behind secondary_status, with the same arguments and errors, to be stored, merged (rollup) and judged later (secondary_of). Without rows NULL.';
CREATE AGGREGATE rollup(disease_status) (
	SFUNC = disease_status_combine, STYPE = disease_status, COMBINEFUNC = disease_status_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(disease_status) IS 'The disease status of all events in those of parts, of one patient; NULLs are passed over, without any NULL. Errors: as disease_status_combine.';
CREATE TYPE secondary AS (
	class text, source text, rank integer, event date, days integer, conflict boolean, conflicts text, prevalent boolean,
	n_events bigint, distant_events bigint, before_diagnosis bigint, ignored bigint, retired bigint, invalid bigint, undated bigint, late bigint,
	diagnosis date, window_days integer, status text
);
COMMENT ON TYPE secondary IS 'Whether a patient has secondary disease, and by which evidence. class, by the first that there is: de_novo (distant disease by a source about the diagnosis, dated up to the end of the window whatever stronger sources say of later days; or by the winning source, within the window); recurrent or progressed (by the winning source, after the window); ambiguous_other_primary (distant disease only by sources that cannot tell which primary spread, after another one); local_regional; self_report; none. progressed: the winning source records progressions, or the patient was never informed of being free of disease (not_free, and no free on or before the date); else recurrent, also where nothing is known of it. The winner is the strongest source, then its earliest date; evidence without ambiguity goes before such with it.';
COMMENT ON COLUMN secondary.class IS 'The class; NULL: it cannot be told, and status says why.';
COMMENT ON COLUMN secondary.source IS 'The source that won; NULL for none.';
COMMENT ON COLUMN secondary.rank IS 'Its rank, 1 the strongest.';
COMMENT ON COLUMN secondary.event IS 'Date of its earliest event that counts; an undated one about the diagnosis has the date of that. It is the date of a record: never exact for the disease.';
COMMENT ON COLUMN secondary.days IS 'Days from the diagnosis to that date; negative where a source about the diagnosis has an earlier one.';
COMMENT ON COLUMN secondary.conflict IS 'Whether sources contradict each other.';
COMMENT ON COLUMN secondary.conflicts IS 'How, with semicolons between; NULL: they do not. stronger source says local or regional only; stronger source, or source of equal rank, says not at diagnosis (of a class within the window); multiple recurrence, maybe without distant; stronger source dates it later; weaker source dates it at diagnosis; progression after being free of disease; recurrence without being free of disease; regional or distant depends on the unknown site.';
COMMENT ON COLUMN secondary.prevalent IS 'Whether there is evidence of distant disease while the patient lived: of class de_novo, recurrent or progressed, not by death certificates alone. Who has died since is not looked at: leave the dead of a day out yourself.';
COMMENT ON COLUMN secondary.n_events IS 'Rows with an event.';
COMMENT ON COLUMN secondary.distant_events IS 'Those that count as distant disease, ambiguous ones too.';
COMMENT ON COLUMN secondary.before_diagnosis IS 'Those left out because they are before the diagnosis, whatever the site.';
COMMENT ON COLUMN secondary.ignored IS 'Those that say nothing: other diagnoses, blank codes, regional nodes of a guarded source, codes whose meaning depends on a site that is not known.';
COMMENT ON COLUMN secondary.retired IS 'Those with a code that was not valid on their date. They count all the same.';
COMMENT ON COLUMN secondary.invalid IS 'Those whose source, code or date is none, under a rule that is not strict.';
COMMENT ON COLUMN secondary.undated IS 'Those left out because they have no date.';
COMMENT ON COLUMN secondary.late IS 'Those left out because they are after as_of, under a rule that is not strict.';
COMMENT ON COLUMN secondary.diagnosis IS 'Date of the diagnosis.';
COMMENT ON COLUMN secondary.window_days IS 'The window that was used, in days.';
COMMENT ON COLUMN secondary.status IS 'NULL, or why there is no class: no diagnosis date; diagnosis dates differ, sites differ (under a rule that is not strict).';
CREATE FUNCTION secondary_of(disease_status) RETURNS secondary
	AS 'MODULE_PATHNAME', 'cpe_secondary_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION secondary_of(disease_status) IS 'The judgement on a disease status, by the rule that it was made with.';
CREATE AGGREGATE secondary_status(status_rule, text, text, date, text, date) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, FINALFUNC = secondary_of, PARALLEL = SAFE
);
COMMENT ON AGGREGATE secondary_status(status_rule, text, text, date, text, date) IS 'Status of secondary disease from the events of one patient''s tumour, grouped by it: rule, source, code, date of the event, ICD-10 site of the primary tumour, date of its diagnosis. A row with source, code and date NULL (of an outer join) has no event; diagnosis and site may be NULL in some rows, but are one in a group. A NULL or blank code says nothing; the date can be NULL for sources about the diagnosis. The order of the rows does not matter. Without rows NULL. Errors: 22004 rule NULL, source NULL with a code or date; 22023 unknown source or code, no ICD-10 code, date out of range or after as_of, different diagnoses or sites (all but the rule itself and dates of diagnosis out of range are counted where the rule is not strict); 54000 more than 1000 different events without a diagnosis.';
CREATE AGGREGATE secondary_status(text, text, date, text, date, integer) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, FINALFUNC = secondary_of, PARALLEL = SAFE
);
COMMENT ON AGGREGATE secondary_status(text, text, date, text, date, integer) IS 'The same by the rule nhs, strict: source, code, date of the event, ICD-10 site of the primary tumour, date of its diagnosis, window in days (NULL: that of the rule, 90). The rule is read once a call site. On a distributed server hand over a rule as a value. Errors: the same, and 22023 window out of range.';
CREATE FUNCTION completeness_accum(tally, text, text[]) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_text'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, text, text[]) IS 'A tally with one eligible row more, positive where the value is known. A NULL tally is an empty one. Errors: 22004 the list is NULL, 22023 the tally is weighted. The transition of the aggregate completeness(text, text[]).';
CREATE FUNCTION completeness_accum(tally, anyelement, anyarray) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, anyelement, anyarray) IS 'The same for values of any type with an equality. Errors: also 22023 the type has none. The transition of the aggregate completeness(anyelement, anyarray).';
CREATE FUNCTION completeness_accum(tally, anyelement) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_any'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, anyelement) IS 'The same where only NULL is not known. The transition of the aggregate completeness(anyelement).';
CREATE AGGREGATE completeness(value text, unknown text[]) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(text, text[]) IS 'How often an item is recorded: n counts the rows, positive those in which the value is known, so that rate is the completeness, 0 to 1, and rate_ci its interval. NULL is not known, nor is a value in the list, byte by byte: an empty text only where the list has it. FILTER (WHERE ...) chooses the rows in which the item ought to be there. Without rows a tally of zeros, never NULL. Errors: 22004 the list is NULL (it may be empty).';
CREATE AGGREGATE completeness(value anyelement, unknown anyarray) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(anyelement, anyarray) IS 'The same for values of any type, compared by its operator =: completeness(height, ''{-1}''). Errors: 22004 the list is NULL, 22023 the type has no equality.';
CREATE AGGREGATE completeness(value anyelement) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(anyelement) IS 'The same for values of any type of which only NULL is not known.';
CREATE TYPE item_profile;
CREATE FUNCTION item_profile_in(cstring) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_in(cstring) IS 'Reads an item_profile from its exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 no rows can have these counts, or two items one name, 54000 more than 1664 items, or 1000 codes of one.';
CREATE FUNCTION item_profile_out(item_profile) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_item_profile_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_out(item_profile) IS 'Writes an item_profile as exact text, which no setting can change.';
CREATE FUNCTION item_profile_recv(internal) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_recv(internal) IS 'Reads an item_profile from its binary form. Errors: 22P03 not of the form, 22021 a text is not of the database''s encoding, others as item_profile_in.';
CREATE FUNCTION item_profile_send(item_profile) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_item_profile_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_send(item_profile) IS 'Writes an item_profile in binary: version, rows, counts, names and codes, most significant byte first; equal values give equal bytes.';
CREATE TYPE item_profile (
	INPUT = item_profile_in, OUTPUT = item_profile_out, RECEIVE = item_profile_recv, SEND = item_profile_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE item_profile IS 'How complete the columns of some rows are: the number of rows, and for each column those in which it is NULL, has a code for not known, or one for not applicable. Exact under any split: merging the profiles of parts gives that of the whole. Text: rows=3 "stage" unknown("","X") not_applicable("6") 1 0 1, the three counts in that order.';
CREATE FUNCTION item_profile_lt(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_lt(item_profile, item_profile) IS 'Whether the first item_profile comes before the second, in the order of rows, counts, names and codes; behind the operator <.';
CREATE OPERATOR < (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (item_profile, item_profile) IS 'The first item_profile comes before the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_le(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_le(item_profile, item_profile) IS 'Whether the first item_profile comes before or equals the second, in the order of rows, counts, names and codes; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (item_profile, item_profile) IS 'The first item_profile comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_eq(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_eq(item_profile, item_profile) IS 'Whether the first item_profile equals the second, in the order of rows, counts, names and codes; behind the operator =.';
CREATE OPERATOR = (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (item_profile, item_profile) IS 'The first item_profile equals the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_ne(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_ne(item_profile, item_profile) IS 'Whether the first item_profile differs from the second, in the order of rows, counts, names and codes; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (item_profile, item_profile) IS 'The first item_profile differs from the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_ge(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_ge(item_profile, item_profile) IS 'Whether the first item_profile comes after or equals the second, in the order of rows, counts, names and codes; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (item_profile, item_profile) IS 'The first item_profile comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_gt(item_profile, item_profile) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_item_profile_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_gt(item_profile, item_profile) IS 'Whether the first item_profile comes after the second, in the order of rows, counts, names and codes; behind the operator >.';
CREATE OPERATOR > (LEFTARG = item_profile, RIGHTARG = item_profile, FUNCTION = item_profile_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (item_profile, item_profile) IS 'The first item_profile comes after the second; the order has no statistical meaning.';
CREATE FUNCTION item_profile_cmp(item_profile, item_profile) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_item_profile_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_cmp(item_profile, item_profile) IS 'Negative, zero or positive, as the first item_profile comes before, equals or comes after the second.';
CREATE FUNCTION item_profile_hash(item_profile) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_item_profile_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_hash(item_profile) IS 'Hash of type item_profile: equal ones have equal hashes.';
CREATE FUNCTION item_profile_hash_extended(item_profile, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_item_profile_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_hash_extended(item_profile, bigint) IS 'Hash of type item_profile with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS item_profile_ops DEFAULT FOR TYPE item_profile USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 item_profile_cmp(item_profile, item_profile);
COMMENT ON OPERATOR CLASS item_profile_ops USING btree IS 'Sorting and distinct values of item_profile: rows, counts, names and codes.';
COMMENT ON OPERATOR FAMILY item_profile_ops USING btree IS 'Sorting and distinct values of item_profile.';
CREATE OPERATOR CLASS item_profile_ops DEFAULT FOR TYPE item_profile USING hash AS
	OPERATOR 1 =, FUNCTION 1 item_profile_hash(item_profile), FUNCTION 2 item_profile_hash_extended(item_profile, bigint);
COMMENT ON OPERATOR CLASS item_profile_ops USING hash IS 'Grouping and hash joins of item_profile.';
COMMENT ON OPERATOR FAMILY item_profile_ops USING hash IS 'Grouping and hash joins of item_profile.';
CREATE FUNCTION item_profile_accum(item_profile, record) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record) IS 'A profile with one row more; a NULL profile is an empty one. The transition of the aggregate completeness_profile(record), with its errors, and 22023 the profile is of other columns or codes.';
CREATE FUNCTION item_profile_accum(item_profile, record, jsonb) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record, jsonb) IS 'The same with codes for not known. The transition of the aggregate completeness_profile(record, jsonb).';
CREATE FUNCTION item_profile_accum(item_profile, record, jsonb, jsonb) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record, jsonb, jsonb) IS 'The same with codes for not known and not applicable. The transition of the aggregate completeness_profile(record, jsonb, jsonb).';
CREATE FUNCTION item_profile_combine(item_profile, item_profile) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_combine(item_profile, item_profile) IS 'The profile of the rows of both. Errors: 22023 they are of other columns or codes (the first difference is named), 22003 their rows pass 2^63.';
CREATE AGGREGATE completeness_profile(patient record) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record) IS 'The completeness of every column of a table in one pass: completeness_profile(r) FROM tumour AS r; only NULL is not known. Without rows NULL. Errors: 22004 the row is NULL, 22023 two columns have one name.';
CREATE AGGREGATE completeness_profile(patient record, unknown jsonb) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record, jsonb) IS 'The same with codes for not known beside NULL: {"*": ["", "99"], "stage_best": ["", "?", "X", "U"], "height": ["-1"]}. A column''s own list takes the place of the one for all ("*"), which goes for columns of text and enums only: an age of 99 is no code. Codes are compared by bytes with text, as values with whole numbers, numbers, dates ("1900-01-01") and booleans; of other types only NULL is not known. Errors: 22004 row or list NULL; 22023 a name that is no column, an own code that is no value of the column''s type, two columns of one name; 54000 more than 1000 codes of a column, or one longer than 1000 bytes.';
CREATE AGGREGATE completeness_profile(patient record, unknown jsonb, not_applicable jsonb) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record, jsonb, jsonb) IS 'The same with codes that say that the item does not apply to the patient, written likewise ({"stage_best": ["6"]}): such rows are not eligible for that column. Errors: also 22023 a code of a column is in both lists.';
CREATE AGGREGATE rollup(item_profile) (
	SFUNC = item_profile_combine, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(item_profile) IS 'The profile of all rows in the profiles of parts; NULLs are passed over, without profiles NULL. Errors: as item_profile_combine.';
CREATE FUNCTION n(item_profile) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_item_profile_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(item_profile) IS 'Rows counted.';
CREATE FUNCTION profile_items(profile item_profile)
	RETURNS TABLE ("position" integer, item text, eligible bigint, known bigint, null_count bigint, coded_unknown bigint, not_applicable bigint, t tally)
	AS 'MODULE_PATHNAME', 'cpe_profile_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 40;
COMMENT ON FUNCTION profile_items(item_profile) IS 'The items of a profile, a row a column in the table''s order: rows in which it ought to be there (eligible: all but not applicable ones), in which it is known, is NULL, has a code for not known, is not applicable; t: known of eligible as a tally, for rate, rate_ci, rollup and comparisons. A NULL profile has no rows.';
CREATE FUNCTION completeness_change(profile item_profile, before item_profile, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95)
	RETURNS TABLE (item text, t tally, t_before tally, difference double precision, low double precision, high double precision, status text)
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 40
BEGIN ATOMIC
	SELECT coalesce(i.item, b.item), i.t, b.t, g.difference, g.low, g.high,
		CASE WHEN b.item IS NULL THEN 'not in the earlier profile' WHEN i.item IS NULL THEN 'not in the later profile' ELSE g.status END
	FROM profile_items($1) AS i
	FULL JOIN profile_items($2) AS b ON b.item = i.item
	CROSS JOIN LATERAL gap(i.t, b.t, $3, $4) AS g
	ORDER BY i."position", b."position";
END;
COMMENT ON FUNCTION completeness_change(item_profile, item_profile, text, double precision) IS 'How the completeness of each item moved between two periods, profile minus before, -1 to 1, with the interval of gap(tally, tally) by the same methods. Items are matched by name, whatever their codes: what counts as not known is the caller''s care. Their rows must be different ones. status: NULL, or why there is no difference (not in the earlier profile; not in the later profile; no responses: no eligible row). No rows for NULL. Errors: 22023 method or level.';
CREATE TYPE offer_events;
CREATE FUNCTION offer_events_in(cstring) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_in(cstring) IS 'Reads offer_events from exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 dates outside the years 1 to 9999 or a rule that cannot be, 54000 more than 5000 events or a text above 200 bytes.';
CREATE FUNCTION offer_events_out(offer_events) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_offer_events_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_out(offer_events) IS 'Writes offer_events as exact text, which no setting can change.';
CREATE FUNCTION offer_events_recv(internal) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_recv(internal) IS 'Reads offer_events from the binary form. Errors: 22P03 not of the form, others as offer_events_in.';
CREATE FUNCTION offer_events_send(offer_events) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_offer_events_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_send(offer_events) IS 'Writes offer_events in binary, most significant byte first; equal values give equal bytes.';
CREATE TYPE offer_events (
	INPUT = offer_events_in, OUTPUT = offer_events_out, RECEIVE = offer_events_recv, SEND = offer_events_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE offer_events IS 'The events of offers to one patient, each different one once with how often it was there; with the dates of diagnosis and death and the rule they are judged by. Exact under any split: merging those of parts gives that of the whole. Text: hna max_days=730 strict blank_offered after_death_offered codes("01","02","03","04","05") not_offered("04") diagnosis=2021-03-01 death=- undated=0 event 2021-04-02 "R1K" "01" "03" "NS" 2 (trust, point of pathway, offer code, staff role, times; - for NULL).';
CREATE FUNCTION offer_events_lt(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_lt(offer_events, offer_events) IS 'Whether the first offer_events comes before the second, in the order of their binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (offer_events, offer_events) IS 'The first offer_events comes before the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_le(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_le(offer_events, offer_events) IS 'Whether the first offer_events comes before or equals the second, in the order of their binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (offer_events, offer_events) IS 'The first offer_events comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_eq(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_eq(offer_events, offer_events) IS 'Whether the first offer_events equals the second, in the order of their binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (offer_events, offer_events) IS 'The first offer_events equals the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_ne(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_ne(offer_events, offer_events) IS 'Whether the first offer_events differs from the second, in the order of their binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (offer_events, offer_events) IS 'The first offer_events differs from the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_ge(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_ge(offer_events, offer_events) IS 'Whether the first offer_events comes after or equals the second, in the order of their binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (offer_events, offer_events) IS 'The first offer_events comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_gt(offer_events, offer_events) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_offer_events_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_gt(offer_events, offer_events) IS 'Whether the first offer_events comes after the second, in the order of their binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = offer_events, RIGHTARG = offer_events, FUNCTION = offer_events_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (offer_events, offer_events) IS 'The first offer_events comes after the second; the order has no statistical meaning.';
CREATE FUNCTION offer_events_cmp(offer_events, offer_events) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_offer_events_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_cmp(offer_events, offer_events) IS 'Negative, zero or positive, as the first offer_events comes before, equals or comes after the second.';
CREATE FUNCTION offer_events_hash(offer_events) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_offer_events_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_hash(offer_events) IS 'Hash of type offer_events: equal ones have equal hashes.';
CREATE FUNCTION offer_events_hash_extended(offer_events, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_offer_events_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_hash_extended(offer_events, bigint) IS 'Hash of type offer_events with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS offer_events_ops DEFAULT FOR TYPE offer_events USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 offer_events_cmp(offer_events, offer_events);
COMMENT ON OPERATOR CLASS offer_events_ops USING btree IS 'Sorting and distinct values of offer_events: their binary form.';
COMMENT ON OPERATOR FAMILY offer_events_ops USING btree IS 'Sorting and distinct values of offer_events.';
CREATE OPERATOR CLASS offer_events_ops DEFAULT FOR TYPE offer_events USING hash AS
	OPERATOR 1 =, FUNCTION 1 offer_events_hash(offer_events), FUNCTION 2 offer_events_hash_extended(offer_events, bigint);
COMMENT ON OPERATOR CLASS offer_events_ops USING hash IS 'Grouping and hash joins of offer_events.';
COMMENT ON OPERATOR FAMILY offer_events_ops USING hash IS 'Grouping and hash joins of offer_events.';
CREATE TYPE offer AS (event date, code text, pathway text, staff text, trust text, days integer, complete boolean, repaired boolean,
	offers bigint, events bigint, duplicates bigint, before_diagnosis bigint, late bigint, not_offered bigint, dropped bigint, invalid bigint, after_death bigint, undated bigint, status text);
COMMENT ON TYPE offer IS 'The first offer to a patient, and what became of all events: result of first_offer.';
COMMENT ON COLUMN offer.event IS 'Date of the first offer; NULL without one.';
COMMENT ON COLUMN offer.code IS 'Its offer code, as repaired where that was asked for; NULL where the event has none.';
COMMENT ON COLUMN offer.pathway IS 'Its point of pathway.';
COMMENT ON COLUMN offer.staff IS 'Its staff role.';
COMMENT ON COLUMN offer.trust IS 'Its trust.';
COMMENT ON COLUMN offer.days IS 'Days from diagnosis to it, 0 or more.';
COMMENT ON COLUMN offer.complete IS 'Whether point of pathway (neither empty nor 99) and staff role (neither empty nor EH) are both recorded.';
COMMENT ON COLUMN offer.repaired IS 'Whether the code was repaired.';
COMMENT ON COLUMN offer.offers IS 'Different events that are offers.';
COMMENT ON COLUMN offer.events IS 'Different events with a date: offers, before_diagnosis, late, not_offered, dropped and invalid ones together.';
COMMENT ON COLUMN offer.duplicates IS 'Repetitions of the same event (date, trust, point of pathway, code, staff role), beside those.';
COMMENT ON COLUMN offer.before_diagnosis IS 'Events before the day of diagnosis.';
COMMENT ON COLUMN offer.late IS 'Events more than max_days after it.';
COMMENT ON COLUMN offer.not_offered IS 'Events within the window whose code says that nothing was offered.';
COMMENT ON COLUMN offer.dropped IS 'Events within the window left out by the options missing, blank and after_death.';
COMMENT ON COLUMN offer.invalid IS 'Events within the window whose code is not listed (strict false).';
COMMENT ON COLUMN offer.after_death IS 'Events after the day of death, among all: errors of data quality.';
COMMENT ON COLUMN offer.undated IS 'Events without a date, beside all others.';
COMMENT ON COLUMN offer.status IS 'NULL, or why there is no offer: no offer; no diagnosis date.';
CREATE FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer) IS 'The events with one more; NULL are none. The transition of the aggregates first_offer and offer_events with these arguments, with their errors, and 22023 the events are of another rule.';
CREATE FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer, jsonb) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer, jsonb) IS 'The events with one more; NULL are none. The transition of the aggregates first_offer and offer_events with these arguments, with their errors, and 22023 the events are of another rule.';
CREATE FUNCTION offer_events_combine(offer_events, offer_events) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_combine(offer_events, offer_events) IS 'The events of both, of one patient. Errors: 22023 they are of different rules, or have two dates of diagnosis or death; 54000 more than 5000 different events.';
CREATE FUNCTION offer_events_final(offer_events) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_final(offer_events) IS 'The same events in their final order, without spare room. The last step of the aggregate offer_events.';
CREATE FUNCTION first_offer(offer_events) RETURNS offer AS 'MODULE_PATHNAME', 'cpe_first_offer_of'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION first_offer(offer_events) IS 'The first offer of stored events, by the rule they carry; the last step of the aggregate first_offer. NULL for NULL. Errors: 22023 a code that is not listed (strict).';
CREATE AGGREGATE first_offer(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = first_offer, PARALLEL = SAFE
);
COMMENT ON AGGREGATE first_offer(date, text, text, text, text, date, date, text, integer) IS 'The first offer of a holistic needs assessment (kind hna) or of a personalised care and support plan (pcsp) to a patient, one group a patient and one row an event; a row whose event, offer, pathway and staff are NULL is that of a patient without one. An event counts from the day of diagnosis to max_days after it (730 in the source), both included; repetitions of one event are counted once; code 04 is no offer, an empty code is one, a NULL code is none (options). The first by date; on one day the more complete record (point of pathway and staff role), then the lower code. NULL diagnosis or death: not known, or known in another row. Whatever the order of rows, any split. Without rows NULL. Errors: 22004 kind or max_days NULL; 22023 another kind, max_days negative, a code that is not listed, two dates of diagnosis or of death for one patient, a date outside the years 1 to 9999; 54000 more than 5000 different events, a text above 200 bytes. Source: the national study of the coverage of assessments and plans of 2021 diagnoses (2024), with what its text and program leave open made options.';
CREATE AGGREGATE offer_events(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE offer_events(date, text, text, text, text, date, date, text, integer) IS 'The events of a patient as the aggregate first_offer with the same arguments collects them, to be stored and merged; first_offer(offer_events) judges them. Errors: as there, but that codes are judged only then.';
CREATE AGGREGATE first_offer(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer, options jsonb) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = first_offer, PARALLEL = SAFE
);
COMMENT ON AGGREGATE first_offer(date, text, text, text, text, date, date, text, integer, jsonb) IS 'The same with options: strict (default true; false: an event whose code is not listed is counted as invalid and left out), repair (default false; true: the first 00 of a code is read as 0, 003 as 03), missing (dropped or offered: what a NULL code counts as, default dropped, as the source''s program has it; its text says offered), blank (the same for an empty code, default offered), after_death (the same for events after the day of death, default offered: they are counted as errors of data quality), codes (the listed ones; default those of the data dictionary of 19 May 2026: 01 to 05, pcsp also 06), not_offered (codes that are no offer, default 04; for pcsp by today''s dictionary also 06). The source''s program is {"strict": false, "repair": true}, but that it takes any other code of two characters for an offer. Errors: also 22004 options NULL, 22023 an unknown option, a code empty or twice.';
CREATE AGGREGATE offer_events(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer, options jsonb) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE offer_events(date, text, text, text, text, date, date, text, integer, jsonb) IS 'The events of a patient as the aggregate first_offer with the same arguments collects them, to be stored and merged; first_offer(offer_events) judges them. Errors: as there, but that codes are judged only then.';
CREATE AGGREGATE rollup(offer_events) (
	SFUNC = offer_events_combine, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(offer_events) IS 'All events of one patient in those of parts; NULLs are passed over, without any NULL. Errors: as offer_events_combine.';
CREATE FUNCTION submitting(events bigint, patients bigint, rule text DEFAULT 'coded') RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_submitting_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION submitting(bigint, bigint, text) IS 'Whether a trust with so many events (within the window, without repetitions, before codes are looked at) among so many patients sends in its records at all; others are left out of numerator and denominator. coded: at least 10 events with up to 100 patients, else 20, as the source''s program has it; written: at least 10 with fewer than 100, else 20, as its text says. NULL for NULL. Errors: 22023 a number negative, another rule. Source: as first_offer.';
CREATE FUNCTION accepted_without_plan(hna offer, pcsp offer) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1).code = '03' THEN ($2).event IS NULL END;
END;
COMMENT ON FUNCTION accepted_without_plan(offer, offer) IS 'Whether a patient accepted a first needs assessment (code 03) and no care plan was offered within its window; false: accepted, and one was. NULL where none was accepted. A plan ought to follow an assessment.';
CREATE TYPE timed_coverage;
CREATE FUNCTION timed_coverage_in(cstring) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_in(cstring) IS 'Reads a timed_coverage from exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 days not ascending or without people, 54000 more than 100000 days.';
CREATE FUNCTION timed_coverage_out(timed_coverage) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_timed_coverage_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_out(timed_coverage) IS 'Writes a timed_coverage as exact text, which no setting can change.';
CREATE FUNCTION timed_coverage_recv(internal) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_recv(internal) IS 'Reads a timed_coverage from the binary form. Errors: 22P03 not of the form, others as timed_coverage_in.';
CREATE FUNCTION timed_coverage_send(timed_coverage) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_timed_coverage_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_send(timed_coverage) IS 'Writes a timed_coverage in binary, most significant byte first; equal values give equal bytes.';
CREATE TYPE timed_coverage (
	INPUT = timed_coverage_in, OUTPUT = timed_coverage_out, RECEIVE = timed_coverage_recv, SEND = timed_coverage_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE timed_coverage IS 'How many people something had reached by each day since their diagnosis: those it never reached, those it reached before day 0 (counted apart), and how many it reached on each day. Exact under any split: merging those of parts gives that of the whole. Text: never=3 before=1 0:5 14:2.';
CREATE FUNCTION timed_coverage_lt(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_lt(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage comes before the second, in the order of never, before, then the days; behind the operator <.';
CREATE OPERATOR < (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (timed_coverage, timed_coverage) IS 'The first timed_coverage comes before the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_le(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_le(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage comes before or equals the second, in the order of never, before, then the days; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (timed_coverage, timed_coverage) IS 'The first timed_coverage comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_eq(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_eq(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage equals the second, in the order of never, before, then the days; behind the operator =.';
CREATE OPERATOR = (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (timed_coverage, timed_coverage) IS 'The first timed_coverage equals the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_ne(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_ne(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage differs from the second, in the order of never, before, then the days; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (timed_coverage, timed_coverage) IS 'The first timed_coverage differs from the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_ge(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_ge(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage comes after or equals the second, in the order of never, before, then the days; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (timed_coverage, timed_coverage) IS 'The first timed_coverage comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_gt(timed_coverage, timed_coverage) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_timed_coverage_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_gt(timed_coverage, timed_coverage) IS 'Whether the first timed_coverage comes after the second, in the order of never, before, then the days; behind the operator >.';
CREATE OPERATOR > (LEFTARG = timed_coverage, RIGHTARG = timed_coverage, FUNCTION = timed_coverage_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (timed_coverage, timed_coverage) IS 'The first timed_coverage comes after the second; the order has no statistical meaning.';
CREATE FUNCTION timed_coverage_cmp(timed_coverage, timed_coverage) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_timed_coverage_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_cmp(timed_coverage, timed_coverage) IS 'Negative, zero or positive, as the first timed_coverage comes before, equals or comes after the second.';
CREATE FUNCTION timed_coverage_hash(timed_coverage) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_timed_coverage_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_hash(timed_coverage) IS 'Hash of type timed_coverage: equal ones have equal hashes.';
CREATE FUNCTION timed_coverage_hash_extended(timed_coverage, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_hash_extended(timed_coverage, bigint) IS 'Hash of type timed_coverage with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS timed_coverage_ops DEFAULT FOR TYPE timed_coverage USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 timed_coverage_cmp(timed_coverage, timed_coverage);
COMMENT ON OPERATOR CLASS timed_coverage_ops USING btree IS 'Sorting and distinct values of timed_coverage: never, before, then the days.';
COMMENT ON OPERATOR FAMILY timed_coverage_ops USING btree IS 'Sorting and distinct values of timed_coverage.';
CREATE OPERATOR CLASS timed_coverage_ops DEFAULT FOR TYPE timed_coverage USING hash AS
	OPERATOR 1 =, FUNCTION 1 timed_coverage_hash(timed_coverage), FUNCTION 2 timed_coverage_hash_extended(timed_coverage, bigint);
COMMENT ON OPERATOR CLASS timed_coverage_ops USING hash IS 'Grouping and hash joins of timed_coverage.';
COMMENT ON OPERATOR FAMILY timed_coverage_ops USING hash IS 'Grouping and hash joins of timed_coverage.';
CREATE FUNCTION timed_coverage_accum(timed_coverage, integer) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_accum(timed_coverage, integer) IS 'A timed_coverage with one person more; a NULL one is empty. The transition of the aggregate timed_coverage(integer).';
CREATE FUNCTION timed_coverage_combine(timed_coverage, timed_coverage) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_combine(timed_coverage, timed_coverage) IS 'The people of both. Errors: 22003 they pass 2^63, 54000 more than 100000 distinct days.';
CREATE AGGREGATE timed_coverage(days integer) (
	SFUNC = timed_coverage_accum, STYPE = timed_coverage, INITCOND = 'never=0 before=0',
	COMBINEFUNC = timed_coverage_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timed_coverage(integer) IS 'Counts people, one row a person, by the days from diagnosis to what they were offered: NULL never, a negative number before diagnosis: such people are counted apart and are in no figure. Everybody has to have been followed for as long as the figures reach. Without rows an empty one, never NULL. Errors: 54000 more than 100000 distinct days.';
CREATE AGGREGATE rollup(timed_coverage) (
	SFUNC = timed_coverage_combine, STYPE = timed_coverage, INITCOND = 'never=0 before=0',
	COMBINEFUNC = timed_coverage_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(timed_coverage) IS 'All people in those of parts; NULLs are passed over. Errors: as timed_coverage_combine.';
CREATE FUNCTION n(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(timed_coverage) IS 'People counted, reached or never reached; without those reached before diagnosis.';
CREATE FUNCTION reached(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_reached'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reached(timed_coverage) IS 'People ever reached, on day 0 or later.';
CREATE FUNCTION before_diagnosis(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_before'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION before_diagnosis(timed_coverage) IS 'People reached before day 0, who are in no other figure.';
CREATE FUNCTION coverage_at(coverage timed_coverage, days integer) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_coverage_at'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION coverage_at(timed_coverage, integer) IS 'People reached from day 0 to that day, both included, of all, as a tally for rate and rate_ci. NULL for NULL. Errors: 22023 days negative.';
CREATE FUNCTION days_to_reach(coverage timed_coverage, share double precision, basis text DEFAULT 'reached') RETURNS integer AS 'MODULE_PATHNAME', 'cpe_days_to_reach'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION days_to_reach(timed_coverage, double precision, text) IS 'The first day by which at least that share was reached, of those ever reached (basis reached: 0.5 is their median, 0.9 as published) or of all people (all). As percentile_disc, but that a share written as a decimal is met exactly. NULL where it was never met, or for NULL. Errors: 22023 share not above 0 and at most 1, another basis.';
CREATE FUNCTION coverage_curve(coverage timed_coverage)
	RETURNS TABLE (days integer, people bigint, people_by bigint, share_of_reached double precision, share_of_all double precision, t tally)
	AS 'MODULE_PATHNAME', 'cpe_coverage_curve' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 200;
COMMENT ON FUNCTION coverage_curve(timed_coverage) IS 'The steps of the curve of coverage, a row a day on which anybody was reached, in order: how many on it, how many by it, their share of those ever reached and of all people (0 to 1), and by it of all as a tally. No rows for NULL.';
CREATE TABLE linkage_rule (
	rule text NOT NULL,
	title text NOT NULL,
	earliest_days integer NOT NULL,
	prefer text NOT NULL,
	ties text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT linkage_rule_pkey PRIMARY KEY (rule),
	CONSTRAINT linkage_rule_earliest_days_range CHECK (earliest_days BETWEEN -100000 AND 100000),
	CONSTRAINT linkage_rule_prefer_known CHECK (prefer IN ('latest', 'nearest', 'level')),
	CONSTRAINT linkage_rule_ties_known CHECK (ties IN ('none', 'all', 'level', 'tumour')),
	CONSTRAINT linkage_rule_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE linkage_rule IS 'Rules by which link_tumour says which registered tumour a survey''s respondent was asked about. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade. A shipped rule cannot be added to: copy it, with its rows of related_code, under another name.';
COMMENT ON COLUMN linkage_rule.rule IS 'Name of the rule, as in link_tumour; case matters.';
COMMENT ON COLUMN linkage_rule.title IS 'What a heading says.';
COMMENT ON COLUMN linkage_rule.earliest_days IS 'The least days from diagnosis to discharge that a match may have; negative: a diagnosis may be that many days after discharge.';
COMMENT ON COLUMN linkage_rule.prefer IS 'Which of a person''s tumours in time goes first: latest (the fewest days from diagnosis to discharge, a diagnosis after discharge before one before it), nearest (the fewest days either way), level (a match of four characters before one of three, then the latest).';
COMMENT ON COLUMN linkage_rule.ties IS 'What becomes of tumours that are first alike: none (none is chosen), all (all are), level (a match of four characters before one of three; what is alike still, not), tumour (the same, and then the first by the bytes of its key).';
COMMENT ON COLUMN linkage_rule.source IS 'Where the rule comes from.';
COMMENT ON COLUMN linkage_rule.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed.';
COMMENT ON COLUMN linkage_rule.note IS 'What a user must know of it.';
COMMENT ON COLUMN linkage_rule.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER linkage_rule_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON linkage_rule
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER linkage_rule_protect_builtin ON linkage_rule IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER linkage_rule_protect_truncate BEFORE TRUNCATE ON linkage_rule
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER linkage_rule_protect_truncate ON linkage_rule IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('linkage_rule', 'WHERE NOT builtin');
GRANT SELECT ON linkage_rule TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON linkage_rule TO @extowner@ WITH GRANT OPTION;
CREATE TABLE related_code (
	rule text NOT NULL,
	survey_code text NOT NULL,
	tumour_code text NOT NULL,
	limit_codes text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT related_code_pkey PRIMARY KEY (rule, survey_code, tumour_code),
	CONSTRAINT related_code_of_three_characters CHECK (survey_code ~ '^[A-Z][0-9]{2}$' AND tumour_code ~ '^[A-Z][0-9]{2}$'),
	CONSTRAINT related_code_differs CHECK (survey_code <> tumour_code),
	CONSTRAINT related_code_limit_codes_listed CHECK (limit_codes ~ '^[A-Z][0-9]{2}(,[A-Z][0-9]{2})*$')
);
COMMENT ON TABLE related_code IS 'Sites that may stand for each other in a linkage rule: a respondent of the one with no registered tumour of the same site, and a tumour of the other. Shipped rows are builtin; add your own, for rules of your own, with INSERT.';
COMMENT ON COLUMN related_code.rule IS 'The rule, as in linkage_rule.';
COMMENT ON COLUMN related_code.survey_code IS 'The survey''s site, three characters of ICD-10 in capitals.';
COMMENT ON COLUMN related_code.tumour_code IS 'The registered site, three characters; the other way round is another row.';
COMMENT ON COLUMN related_code.limit_codes IS 'The sites, three characters, with commas and nothing else between them, whose unique matches limit how long before discharge a related tumour may have been diagnosed: the mean days from diagnosis to discharge of those matches of the partition that were diagnosed by the day of discharge. Also the name of that limit in the option limits.';
COMMENT ON COLUMN related_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER related_code_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON related_code
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER related_code_protect_builtin ON related_code IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER related_code_protect_truncate BEFORE TRUNCATE ON related_code
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER related_code_protect_truncate ON related_code IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('related_code', 'WHERE NOT builtin');
GRANT SELECT ON related_code TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON related_code TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER related_code_linkage_rule AFTER INSERT OR UPDATE ON related_code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('linkage_rule', 'refuse rule builtin');
COMMENT ON TRIGGER related_code_linkage_rule ON related_code IS 'What a row names in linkage_rule is there.';
CREATE CONSTRAINT TRIGGER linkage_rule_related_code AFTER DELETE OR UPDATE ON linkage_rule
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('related_code', 'refuse rule builtin');
COMMENT ON TRIGGER linkage_rule_related_code ON linkage_rule IS 'No row of related_code loses what it names here.';
INSERT INTO linkage_rule (rule, title, earliest_days, prefer, ties, certainty, source, note, builtin) VALUES
	('ncpes', 'National Cancer Patient Experience Survey to the cancer registry', -30, 'latest', 'none', 'sourced',
		'LizzieAugarde/NCPES_linkage, README and scripts, commit 5064916 (MIT)',
		'The rule as stated there. Its scripts number the rows of a person in the order they lie in, so that a match of theirs can be another tumour where somebody has several, and leave tied tumours as duplicates; here tied ones are not chosen. Link respondents and non-respondents, and each year, in partitions of their own: their limits differ.', true);
INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes, builtin)
SELECT 'ncpes', d.survey_code, d.tumour_code, p.limit_codes, true
FROM (VALUES ('C50', 'D05', 'C50'), ('C67', 'D41', 'C67'), ('C67', 'D09', 'C67'),
		('C18', 'C19', 'C18,C19,C20'), ('C18', 'C20', 'C18,C19,C20'), ('C19', 'C20', 'C18,C19,C20'),
		('C82', 'C83', 'C83'), ('C83', 'C85', 'C83'), ('C82', 'C85', 'C82')) AS p(one, other, limit_codes),
	LATERAL (VALUES (p.one, p.other), (p.other, p.one)) AS d(survey_code, tumour_code);
CREATE TYPE tumour_link AS (
	level text,
	match text,
	days integer,
	limit_days double precision,
	candidates integer,
	chosen boolean,
	reason text
);
COMMENT ON TYPE tumour_link IS 'What the window function link_tumour returns for a pair of a respondent and a registered tumour; expand it with (l).* over a subquery.';
COMMENT ON COLUMN tumour_link.level IS 'How the sites go together: icd4 (four characters alike), icd3 (three; also where either code has only three), related (by related_code); NULL otherwise.';
COMMENT ON COLUMN tumour_link.match IS 'What came of the person, the same in all rows of his: unique (one tumour by site), tied (several that are first alike), related (one by a related site), related tied, none (tumours under the number, but no match), not found (no tumour under the number).';
COMMENT ON COLUMN tumour_link.days IS 'Days from diagnosis to discharge; negative: diagnosed after it. NULL without one of the dates.';
COMMENT ON COLUMN tumour_link.limit_days IS 'Where a related site was looked at: the most days from diagnosis to discharge, as given or the mean of the partition''s unique matches. NULL otherwise, and where there was none to take the mean of.';
COMMENT ON COLUMN tumour_link.candidates IS 'How many tumours of the person were in time and matched, by site or, where none did, by a related site.';
COMMENT ON COLUMN tumour_link.chosen IS 'Whether this tumour is the one: never NULL. Of tied ones none is, unless ties says so.';
COMMENT ON COLUMN tumour_link.reason IS 'Why: chosen; another is as near; another is nearer; diagnosed too long after discharge; diagnosed too long before discharge (a related site, beyond limit_days); no limit for a related site; another matches by site; other site; no survey code; no tumour code; no discharge date; no diagnosis date; not in the registry.';
CREATE FUNCTION link_tumour(person text, survey_code text, discharge date, tumour text, tumour_code text, diagnosis date,
		rule text DEFAULT 'ncpes', options jsonb DEFAULT '{}')
	RETURNS tumour_link AS 'MODULE_PATHNAME', 'cpe_link_tumour'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION link_tumour(text, text, date, text, text, date, text, jsonb) IS
'Window function: which registered tumour a respondent of a survey was asked about. The partition holds the pairs of one survey year and of respondents or of those who did not respond, and no others (OVER (PARTITION BY wave, responded)): their unique matches give the limits. A row is a respondent, left joined to the registry on the NHS number: person is the key of the survey''s record; survey_code its site in any spelling of ICD-10; discharge the end of the episode it was drawn from; tumour the key of a registered tumour (NULL: none under the number), tumour_code its site (see registered_site), diagnosis its date. By the rule ncpes: a site matches by four characters, or else three; tumours diagnosed more than 30 days after discharge are out; of the others of a person the one diagnosed last is the match, and where two share that day neither is. A person without a match by site in time may have a related one (related_code), diagnosed no longer before discharge than the mean of the limit''s sites. Options above the rule''s: earliest_days, prefer, ties (as in linkage_rule), limits ({"C50": 546}: days, in the place of a mean, by limit_codes), strict (true; false: a code that is no ICD-10 code counts as none). A blank text counts as NULL. The same whatever the order of the rows. Where the published file has FINAL_UNIQUE 1, match is unique and chosen true; 99: not found; 0: the rest. Errors: 22004 person, rule or options NULL; 22023 no ICD-10 code, unknown rule or options, a date that is infinite, a person with two survey codes or discharge dates, a tumour twice; 54000 too many rows in a partition.';
CREATE FUNCTION registered_site(diagnosis date, site_pre2013 text, site_from2013 text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN registered_site.diagnosis OPERATOR(pg_catalog.<) '2013-01-01'::date THEN registered_site.site_pre2013
		WHEN registered_site.diagnosis IS NOT NULL THEN registered_site.site_from2013 END;
END;
COMMENT ON FUNCTION registered_site(date, text, text) IS 'The site of a registered tumour from the two columns that the English registry has: site_pre2013 (SITE_ICD10_O2_PRE2013) of one diagnosed before 2013, else site_from2013 (SITE_ICD10R4_O2_FROM2013). Each is empty or by another revision for the other years. NULL without a date. Source: as of the linkage rule ncpes.';
CREATE TABLE algorithm_accuracy (
	algorithm text NOT NULL,
	target text NOT NULL,
	population text NOT NULL,
	sensitivity double precision NOT NULL,
	specificity double precision NOT NULL,
	ppv double precision,
	sensitivity_low double precision,
	sensitivity_high double precision,
	specificity_low double precision,
	specificity_high double precision,
	found_with bigint,
	people_with bigint,
	cleared_without bigint,
	people_without bigint,
	counts_certainty text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT algorithm_accuracy_pkey PRIMARY KEY (algorithm, target),
	CONSTRAINT algorithm_accuracy_shares CHECK (sensitivity BETWEEN 0 AND 1 AND specificity BETWEEN 0 AND 1 AND ppv BETWEEN 0 AND 1),
	CONSTRAINT algorithm_accuracy_usable CHECK (sensitivity + specificity > 1),
	CONSTRAINT algorithm_accuracy_limits CHECK (sensitivity_low BETWEEN 0 AND sensitivity AND sensitivity_high BETWEEN sensitivity AND 1
		AND specificity_low BETWEEN 0 AND specificity AND specificity_high BETWEEN specificity AND 1),
	CONSTRAINT algorithm_accuracy_counts CHECK (found_with BETWEEN 0 AND people_with AND cleared_without BETWEEN 0 AND people_without
		AND pg_catalog.num_nulls(found_with, people_with, cleared_without, people_without, counts_certainty) IN (0, 5)),
	CONSTRAINT algorithm_accuracy_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed') AND counts_certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE algorithm_accuracy IS 'How well published algorithms find recurrent or metastatic cancer in routine data, for adjusted_prevalence. An accuracy holds for the data and people it was measured on: that it holds for others is an assumption to be said aloud. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN algorithm_accuracy.algorithm IS 'Name of the algorithm.';
COMMENT ON COLUMN algorithm_accuracy.target IS 'What it is to find: distant (distant recurrence), any (any recurrence), late (recurrence ten years on or later).';
COMMENT ON COLUMN algorithm_accuracy.population IS 'On whose data it was tested.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity IS 'Share of the people with the disease whom it finds, 0 to 1.';
COMMENT ON COLUMN algorithm_accuracy.specificity IS 'Share of the people without it whom it clears, 0 to 1.';
COMMENT ON COLUMN algorithm_accuracy.ppv IS 'Share of those found who have the disease, among the people it was tested on; NULL: not stated. Elsewhere it differs with the prevalence: see predictive_values.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity_low IS 'Lower limit of the sensitivity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity_high IS 'Upper limit of the sensitivity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.specificity_low IS 'Lower limit of the specificity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.specificity_high IS 'Upper limit of the specificity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.found_with IS 'Of the people with the disease who were checked, those whom it found: make_tally(people_with, found_with) is the tally that adjusted_prevalence takes. NULL where the counts are not known.';
COMMENT ON COLUMN algorithm_accuracy.people_with IS 'People with the disease who were checked.';
COMMENT ON COLUMN algorithm_accuracy.cleared_without IS 'Of the people without it who were checked, those whom it cleared.';
COMMENT ON COLUMN algorithm_accuracy.people_without IS 'People without it who were checked.';
COMMENT ON COLUMN algorithm_accuracy.counts_certainty IS 'How sure the four counts are: sourced, or computed from the rounded shares and numbers published; NULL without counts.';
COMMENT ON COLUMN algorithm_accuracy.source IS 'Where it is published.';
COMMENT ON COLUMN algorithm_accuracy.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed: of the shares.';
COMMENT ON COLUMN algorithm_accuracy.note IS 'What a user must know of it.';
COMMENT ON COLUMN algorithm_accuracy.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER algorithm_accuracy_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON algorithm_accuracy
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER algorithm_accuracy_protect_builtin ON algorithm_accuracy IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER algorithm_accuracy_protect_truncate BEFORE TRUNCATE ON algorithm_accuracy
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER algorithm_accuracy_protect_truncate ON algorithm_accuracy IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('algorithm_accuracy', 'WHERE NOT builtin');
GRANT SELECT ON algorithm_accuracy TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON algorithm_accuracy TO @extowner@ WITH GRANT OPTION;
INSERT INTO algorithm_accuracy (algorithm, target, population, sensitivity, specificity, ppv, sensitivity_low, sensitivity_high, specificity_low, specificity_high,
	found_with, people_with, cleared_without, people_without, counts_certainty, source, certainty, note, builtin) VALUES
	('probert_2025', 'distant', '1,930 women of the AZURE trial, ten years, England', 0.956, 0.919, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'Probert and others 2025, doi 10.1038/s44276-025-00154-1', 'sourced', 'Deterministic rule on routine data of England; made on a registry of the West Midlands 1997 to 2011 and 150 women of the trial. The text of the rule was not found.', true),
	('probert_2025', 'any', '1,930 women of the AZURE trial, ten years, England', 0.966, 0.777, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'Probert and others 2025, doi 10.1038/s44276-025-00154-1', 'sourced', NULL, true),
	('xu_2019_sensitive', 'any', '598 people, Alberta, 20.2 % with recurrence', 0.942, 0.937, 0.792, 0.901, 0.984, 0.915, 0.959, 114, 121, 447, 477, 'computed',
		'Xu and others 2019, PMC6408837', 'sourced', 'The counts are the only ones that give all three shares and 20.2 % of 598 to the digits published.', true),
	('xu_2019_ppv', 'any', '598 people, Alberta, 20.2 % with recurrence', 0.752, 0.983, 0.919, 0.675, 0.829, 0.972, 0.995, 91, 121, 469, 477, 'computed',
		'Xu and others 2019, PMC6408837', 'sourced', 'The counts are the only ones that give all three shares and 20.2 % of 598 to the digits published.', true),
	('danish_late', 'late', 'Denmark, ten years or more after diagnosis', 1, 0.973, 0.857, 0.398, 1, 0.922, 0.994, NULL, NULL, NULL, NULL, NULL,
		'Clinical Epidemiology, doi 10.2147/CLEP.S269962', 'sourced', 'The limits of the value of a positive: 0.775 to 0.913.', true),
	('us_combined_specific', 'any', '600 people with breast cancer of stages I to IIIA, diagnosed 2004 to 2015, United States', 0.64, 0.98, 0.72, 0.44, 0.80, 0.97, 0.99, NULL, NULL, NULL, NULL, NULL,
		'Cancer Epidemiology, Biomarkers and Prevention 2024, 33(3) 355', 'sourced', 'Pair of algorithms that agree, for high specificity. Limits are those of a weighted sample.', true),
	('us_combined_sensitive', 'any', '600 people with breast cancer of stages I to IIIA, diagnosed 2004 to 2015, United States', 0.80, 0.83, 0.29, 0.49, 0.94, 0.80, 0.86, NULL, NULL, NULL, NULL, NULL,
		'Cancer Epidemiology, Biomarkers and Prevention 2024, 33(3) 355', 'sourced', 'Either of a pair of algorithms, for high sensitivity. Limits are those of a weighted sample.', true);
CREATE FUNCTION adjusted_prevalence(t tally, sensitivity double precision, specificity double precision, method text DEFAULT 'wilson',
		level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT apparent double precision, OUT estimate double precision, OUT raw double precision, OUT low double precision, OUT high double precision,
		OUT clamped boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_adjusted_prevalence'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION adjusted_prevalence(tally, double precision, double precision, text, double precision, double precision) IS 'Share of people who have a disease, 0 to 1, where a tally counts those whom an algorithm of known sensitivity and specificity finds (positive) among all: raw = (apparent + specificity - 1) / (sensitivity + specificity - 1) (Rogan and Gladen 1978); estimate is raw brought into 0 to 1, clamped says whether it had to be. low and high are the limits of apparent put right in the same way and brought into 0 to 1 (Reiczigel, Foldi and Ozsvari 2010). Methods of those limits: the ones of rate_ci (wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit) and blaker (Blaker 2000: exact, and within clopper_pearson). z, when given, takes the place of level. They say nothing of the error in sensitivity and specificity themselves: see the other form. A weighted tally counts with its effective number, which blaker, wilson_cc and mid_p do not allow. status: NULL, or why numbers are NULL (no responses; no estimate: t NULL; no accuracy: NULL; undefined at 0 % and 100 %: logit). Errors: 22023 sensitivity or specificity outside 0 to 1, or 1 or less together; method, level, z. Published accuracies: algorithm_accuracy.';
CREATE FUNCTION adjusted_prevalence(t tally, sensitivity tally, specificity tally, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT apparent double precision, OUT estimate double precision, OUT raw double precision, OUT low double precision, OUT high double precision,
		OUT clamped boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_adjusted_prevalence_validated'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adjusted_prevalence(tally, tally, tally, double precision, double precision) IS 'The same where the accuracy comes from a validation: sensitivity is the tally of people with the disease, positive where the algorithm found them, and specificity the tally of people without it, positive where it cleared them, two samples apart from the one of t. The limits take the errors of all three samples into account (Lang and Reiczigel 2014: shares with z^2, 2 and 2 answers added, half each, and a shift of the centre) and are brought into 0 to 1; z, when given, takes the place of level. status: NULL, or why numbers are NULL (no responses; no estimate: t NULL; no accuracy: NULL or nobody checked; too few checked: with the answers added the two add up to no more than 1). Errors: 22023 sensitivity and specificity 1 or less together, or weighted; level, z.';
CREATE FUNCTION predictive_values(prevalence double precision, sensitivity double precision, specificity double precision,
		OUT ppv double precision, OUT npv double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_predictive_values_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION predictive_values(double precision, double precision, double precision) IS 'Of the people whom an algorithm finds, the share that has the disease (ppv), and of those whom it clears, the share that has not (npv), 0 to 1, at a prevalence: Bayes'' rule. status: NULL, or that nobody is positive or nobody is negative, whose value is then NULL. NULL when an argument is NULL. Errors: 22023 an argument outside 0 to 1.';
CREATE TYPE captures;
CREATE FUNCTION captures_in(cstring) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_in(cstring) IS 'Reads captures from their exact text. Errors: 22P02 not of the form.';
CREATE FUNCTION captures_out(captures) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_captures_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_out(captures) IS 'Writes captures as exact text, which no setting can change; equal ones give equal texts.';
CREATE FUNCTION captures_recv(internal) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_recv(internal) IS 'Reads captures from their binary form. Errors: 22P03 not of the form, 22023 a count is negative.';
CREATE FUNCTION captures_send(captures) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_captures_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_send(captures) IS 'Writes captures in binary: version, number of sources, missing, the count of each pattern, most significant byte first; equal ones give equal bytes.';
CREATE TYPE captures (
	INPUT = captures_in, OUTPUT = captures_out, RECEIVE = captures_recv, SEND = captures_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE captures IS 'How many people are known to which of two to eight sources (registry, waiting times, hospital episodes): a count of each pattern, and of people of whom that is not known. Exact: merging the captures of parts gives those of the whole. Text: sources=2 missing=0 01=54 10=78 11=430 (a digit a source, the first source first; patterns that occur).';
CREATE FUNCTION captures_lt(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_lt(captures, captures) IS 'Whether the first captures comes before the second, in the order of their binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (captures, captures) IS 'The first captures comes before the second; the order has no statistical meaning.';
CREATE FUNCTION captures_le(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_le(captures, captures) IS 'Whether the first captures comes before or equals the second, in the order of their binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (captures, captures) IS 'The first captures comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION captures_eq(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_eq(captures, captures) IS 'Whether the first captures equals the second, in the order of their binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (captures, captures) IS 'The first captures equals the second; the order has no statistical meaning.';
CREATE FUNCTION captures_ne(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_ne(captures, captures) IS 'Whether the first captures differs from the second, in the order of their binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (captures, captures) IS 'The first captures differs from the second; the order has no statistical meaning.';
CREATE FUNCTION captures_ge(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_ge(captures, captures) IS 'Whether the first captures comes after or equals the second, in the order of their binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (captures, captures) IS 'The first captures comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION captures_gt(captures, captures) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_captures_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_gt(captures, captures) IS 'Whether the first captures comes after the second, in the order of their binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = captures, RIGHTARG = captures, FUNCTION = captures_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (captures, captures) IS 'The first captures comes after the second; the order has no statistical meaning.';
CREATE FUNCTION captures_cmp(captures, captures) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_captures_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_cmp(captures, captures) IS 'Negative, zero or positive, as the first captures comes before, equals or comes after the second.';
CREATE FUNCTION captures_hash(captures) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_captures_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_hash(captures) IS 'Hash of type captures: equal ones have equal hashes.';
CREATE FUNCTION captures_hash_extended(captures, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_captures_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_hash_extended(captures, bigint) IS 'Hash of type captures with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS captures_ops DEFAULT FOR TYPE captures USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 captures_cmp(captures, captures);
COMMENT ON OPERATOR CLASS captures_ops USING btree IS 'Sorting and distinct values of captures: their binary form.';
COMMENT ON OPERATOR FAMILY captures_ops USING btree IS 'Sorting and distinct values of captures.';
CREATE OPERATOR CLASS captures_ops DEFAULT FOR TYPE captures USING hash AS
	OPERATOR 1 =, FUNCTION 1 captures_hash(captures), FUNCTION 2 captures_hash_extended(captures, bigint);
COMMENT ON OPERATOR CLASS captures_ops USING hash IS 'Grouping and hash joins of captures.';
COMMENT ON OPERATOR FAMILY captures_ops USING hash IS 'Grouping and hash joins of captures.';
CREATE FUNCTION captures_accum(captures, boolean[]) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION captures_accum(captures, boolean[]) IS 'Captures with one more person: which sources know him. NULL captures are those of nobody. Errors as the aggregate captures(boolean[]), whose transition it is.';
CREATE FUNCTION captures_combine(captures, captures) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_combine(captures, captures) IS 'The captures of the people of both. Errors: 22023 they have different numbers of sources, 22003 a count passes 2^63.';
CREATE AGGREGATE captures(sources boolean[]) (
	SFUNC = captures_accum, STYPE = captures, INITCOND = 'sources=0 missing=0',
	COMBINEFUNC = captures_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE captures(boolean[]) IS 'Counts people by the sources that know them: one row a person, an array of two to eight booleans in the order of the sources, the same in all rows. A NULL array or element counts the person as missing. People whom no source knows may be among the rows (a list of all who are known to have had the disease, say); estimates leave them out. Without rows captures of nobody, never NULL. Errors: 22023 the number of sources is not 2 to 8 or not always the same, the array has not one dimension; 22003 a count passes 2^63. A bare literal in the brackets is read as a cast to the type: write ''{t,f}''::boolean[].';
CREATE AGGREGATE rollup(captures) (
	SFUNC = captures_combine, STYPE = captures, INITCOND = 'sources=0 missing=0',
	COMBINEFUNC = captures_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(captures) IS 'The captures of all people in the captures of parts; NULLs are passed over. Nobody may be in two parts. Errors: 22023 different numbers of sources, 22003 a count passes 2^63.';
CREATE FUNCTION make_captures("both" bigint, only_a bigint, only_b bigint, neither bigint DEFAULT 0) RETURNS captures
	AS 'MODULE_PATHNAME', 'cpe_make_captures'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_captures(bigint, bigint, bigint, bigint) IS 'The captures of two sources with these counts, as from a published table: people known to both, to the first only, to the second only, and to neither though known otherwise. NULL if one is NULL. Errors: 22023 a count is negative.';
CREATE FUNCTION captured_by_both(a double precision, b double precision, either double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_captured_by_both'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captured_by_both(double precision, double precision, double precision) IS 'People known to both of two sources, from those known to each and to either: a + b - either, as counts, shares or percentages, whichever the three are. NULL when an argument is NULL. Errors: 22023 no two sources can have these sizes.';
CREATE FUNCTION observed(captures) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_captures_observed_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION observed(captures) IS 'People known to any of the sources. Errors: 22003 more than a bigint.';
CREATE FUNCTION missing(captures) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_captures_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(captures) IS 'People of whom it is not known which sources know them; not part of the patterns.';
CREATE FUNCTION capture_patterns(captures) RETURNS TABLE(sources boolean[], known_to integer, n bigint)
	AS 'MODULE_PATHNAME', 'cpe_capture_patterns'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 8;
COMMENT ON FUNCTION capture_patterns(captures) IS 'All patterns, those that nobody has too: sources (which know the people, in their order), known_to (how many that are; 0: none), n (people). No row for captures of nobody.';
CREATE FUNCTION capture_pairs(c captures, level double precision DEFAULT 0.95, z double precision DEFAULT NULL)
	RETURNS TABLE(a integer, b integer, n_a bigint, n_b bigint, "both" bigint, share_of_b double precision, share_of_a double precision,
		estimate double precision, se double precision, low double precision, high double precision)
	AS 'MODULE_PATHNAME', 'cpe_capture_pairs'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION capture_pairs(captures, double precision, double precision) IS 'Each pair of sources by their places from 1: the people known to a, to b and to both; of those known to b the share that a knows too, which is how complete a would be were the two independent (share_of_b; NULL where b knows nobody), and the other way round (share_of_a); and how many people there would be, by Chapman''s estimate from the two alone, with standard error and limits as capture_estimate gives them. Sources that find the same people (both from hospital, say) make it too low, and ones that find different people too high: pairs that differ say so, pairs that agree prove nothing. No row where c is NULL. Errors: 22023 level, z; 22003 more people than a bigint.';
CREATE FUNCTION capture_estimate(c captures, method text DEFAULT 'chao', level double precision DEFAULT 0.95, z double precision DEFAULT NULL, limits text DEFAULT 'log',
		OUT observed bigint, OUT estimate double precision, OUT unseen double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT deviance double precision, OUT df integer, OUT p double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_capture_estimate'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION capture_estimate(captures, text, double precision, double precision, text) IS 'How many people there are, with those whom no source knows (unseen = estimate - observed). Methods: chapman (two sources; Chapman 1951, variance of Seber 1970: for two independent sources), chao (a lower bound where people differ in how easily they are found and sources in how many they find: sum over pairs of those known to one of the two and no other source, over 1 + those known to just two; variance by the delta method; with two sources it is chapman; sources that find the same people push it down further, ones that avoid each other up), independence (log-linear model of sources independent of one another, Darroch 1958: deviance, df and p say whether the patterns fit it; with two sources df is 0: two sources cannot tell). Limits: log (normal in the logarithm of unseen, never below observed; Chao 1987) or normal (estimate -+ z se). z, when given, takes the place of level. A view, not a proof: it takes for granted that people are linked without error, that nobody came or went, and that no interaction of all sources hides those whom none knows; none of that shows in the data. status: NULL, or why numbers are NULL (nobody; no overlap; too little overlap). NULL in all columns when c is NULL. Errors: 22023 method, limits, level, z, chapman of more than two sources; 22003 more people than a bigint.';
CREATE TYPE rate_plan;
CREATE FUNCTION rate_plan_in(cstring) RETURNS rate_plan AS 'MODULE_PATHNAME', 'cpe_rate_plan_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_in(cstring) IS 'Reads and checks a plan. Errors: 22P02 not of the form, with line and column; 22023 no plan: a code list by name, a parameter, limits that no number is between; 54000 too large or nested too deep.';
CREATE FUNCTION rate_plan_out(rate_plan) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_rate_plan_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_out(rate_plan) IS 'Writes a plan as exact text, which no setting can change.';
CREATE FUNCTION rate_plan_recv(internal) RETURNS rate_plan AS 'MODULE_PATHNAME', 'cpe_rate_plan_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_recv(internal) IS 'Reads a plan from its text, with the same checks.';
CREATE FUNCTION rate_plan_send(rate_plan) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_rate_plan_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_send(rate_plan) IS 'Writes a plan as text.';
CREATE TYPE rate_plan (
	INPUT = rate_plan_in, OUTPUT = rate_plan_out, RECEIVE = rate_plan_recv, SEND = rate_plan_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE rate_plan IS 'How rows are judged for a metric: who is eligible, for whom it is positive, of whom it is not known, with every code and number in its place. Given as a value it makes counting independent of the catalogue, on other nodes too. The language is told beside the shipped metrics (src/cohort/metrics/README.md). Text: lines in a fixed order and spelling, so that plans are equal when they say the same in the same words.';
CREATE FUNCTION rate_plan_lt(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_lt(rate_plan, rate_plan) IS 'Whether the first rate_plan comes before the second, in the order of their bytes; behind the operator <.';
CREATE OPERATOR < (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (rate_plan, rate_plan) IS 'The first rate_plan comes before the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_le(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_le(rate_plan, rate_plan) IS 'Whether the first rate_plan comes before or equals the second, in the order of their bytes; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (rate_plan, rate_plan) IS 'The first rate_plan comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_eq(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_eq(rate_plan, rate_plan) IS 'Whether the first rate_plan equals the second, in the order of their bytes; behind the operator =.';
CREATE OPERATOR = (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (rate_plan, rate_plan) IS 'The first rate_plan equals the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_ne(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_ne(rate_plan, rate_plan) IS 'Whether the first rate_plan differs from the second, in the order of their bytes; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (rate_plan, rate_plan) IS 'The first rate_plan differs from the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_ge(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_ge(rate_plan, rate_plan) IS 'Whether the first rate_plan comes after or equals the second, in the order of their bytes; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (rate_plan, rate_plan) IS 'The first rate_plan comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_gt(rate_plan, rate_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_gt(rate_plan, rate_plan) IS 'Whether the first rate_plan comes after the second, in the order of their bytes; behind the operator >.';
CREATE OPERATOR > (LEFTARG = rate_plan, RIGHTARG = rate_plan, FUNCTION = rate_plan_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (rate_plan, rate_plan) IS 'The first rate_plan comes after the second; the order has no statistical meaning.';
CREATE FUNCTION rate_plan_cmp(rate_plan, rate_plan) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_cmp(rate_plan, rate_plan) IS 'Negative, zero or positive, as the first rate_plan comes before, equals or comes after the second.';
CREATE FUNCTION rate_plan_hash(rate_plan) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_hash(rate_plan) IS 'Hash of type rate_plan: equal ones have equal hashes.';
CREATE FUNCTION rate_plan_hash_extended(rate_plan, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_bytes_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_hash_extended(rate_plan, bigint) IS 'Hash of type rate_plan with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS rate_plan_ops DEFAULT FOR TYPE rate_plan USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 rate_plan_cmp(rate_plan, rate_plan);
COMMENT ON OPERATOR CLASS rate_plan_ops USING btree IS 'Sorting and distinct values of rate_plan: their bytes.';
COMMENT ON OPERATOR FAMILY rate_plan_ops USING btree IS 'Sorting and distinct values of rate_plan.';
CREATE OPERATOR CLASS rate_plan_ops DEFAULT FOR TYPE rate_plan USING hash AS
	OPERATOR 1 =, FUNCTION 1 rate_plan_hash(rate_plan), FUNCTION 2 rate_plan_hash_extended(rate_plan, bigint);
COMMENT ON OPERATOR CLASS rate_plan_ops USING hash IS 'Grouping and hash joins of rate_plan.';
COMMENT ON OPERATOR FAMILY rate_plan_ops USING hash IS 'Grouping and hash joins of rate_plan.';
CREATE FUNCTION metric_rule(definition text) RETURNS text AS 'MODULE_PATHNAME', 'cpe_metric_rule_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION metric_rule(text) IS 'A definition of a metric, checked and in its fixed spelling, without comments. Code lists are not looked at. NULL for NULL. Errors: 22P02 not of the form, with line and column; 22023 no line positive, two of them, an unknown parameter, no ICD-10 code, limits that no number is between; 54000 too large or nested too deep.';
CREATE TABLE metric (
	metric text NOT NULL,
	unit text NOT NULL,
	better text,
	title text NOT NULL,
	numerator text NOT NULL,
	denominator text NOT NULL,
	missing text NOT NULL,
	definition text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT metric_pkey PRIMARY KEY (metric),
	CONSTRAINT metric_named CHECK (metric OPERATOR(pg_catalog.~) '^[ -~]{1,200}$' AND metric OPERATOR(pg_catalog.=) pg_catalog.btrim(metric) AND metric OPERATOR(pg_catalog.<>) ''),
	CONSTRAINT metric_unit_known CHECK (unit IN ('patient', 'tumour', 'record')),
	CONSTRAINT metric_better_known CHECK (better IN ('higher', 'lower')),
	CONSTRAINT metric_definition_reads CHECK (definition IS NULL OR metric_rule(definition) IS NOT NULL),
	CONSTRAINT metric_undefined_says_why CHECK (definition IS NOT NULL OR note IS NOT NULL),
	CONSTRAINT metric_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE metric IS 'Metrics of care and of the completeness of data, each under a name, with numerator, denominator and what is missing, its source, and the definition that metric_rate counts by. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade. A shipped metric cannot be changed: copy it under another name.';
COMMENT ON COLUMN metric.metric IS 'Name of the metric, as in metric_rate; case matters. Printable ASCII.';
COMMENT ON COLUMN metric.unit IS 'What a row is: patient, tumour or record (an event of care).';
COMMENT ON COLUMN metric.better IS 'Which values are good ones: higher or lower; NULL: neither.';
COMMENT ON COLUMN metric.title IS 'What a heading says.';
COMMENT ON COLUMN metric.numerator IS 'Who is counted as positive, in words.';
COMMENT ON COLUMN metric.denominator IS 'Who is eligible, in words.';
COMMENT ON COLUMN metric.missing IS 'Which eligible ones are in neither, because it is not known, in words.';
COMMENT ON COLUMN metric.definition IS 'The rule that judges a row, in the language told in src/cohort/metrics/README.md; metric_columns lists the columns it asks for. NULL: a metric that is named in its source and not defined there; the note says what was not found.';
COMMENT ON COLUMN metric.source IS 'Where the metric comes from.';
COMMENT ON COLUMN metric.certainty IS 'How certain numerator and denominator are: sourced (read in a published text), computed (worked out from published figures, texts or code), inferred (a choice of this extension) or unconfirmed (named only).';
COMMENT ON COLUMN metric.note IS 'What a user must know of it.';
COMMENT ON COLUMN metric.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER metric_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON metric
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER metric_protect_builtin ON metric IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER metric_protect_truncate BEFORE TRUNCATE ON metric
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER metric_protect_truncate ON metric IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('metric', 'WHERE NOT builtin');
GRANT SELECT ON metric TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON metric TO @extowner@ WITH GRANT OPTION;
INSERT INTO metric (metric, unit, better, title, numerator, denominator, missing, definition, source, certainty, note, builtin)
SELECT f[1], f[2], nullif(f[3], ''), f[4], f[5], f[6], f[7], nullif(replace(f[8], ' | ', E'\n'), ''), f[9], f[10], nullif(f[11], ''), true
FROM string_to_table($metrics$
metric;unit;better;title;numerator;denominator;missing;definition;source;certainty;note
er_status_recorded;tumour;higher;Oestrogen receptor status recorded;ER status positive, negative or borderline;Invasive breast cancer;None: what is not recorded counts against the metric;eligible site icd10 (C50) | positive er_status known and er_status is (positive, negative, borderline) of registry_receptor_status;NABCOP core set of indicators, December 2016, indicator 3;sourced;Which codes count as recorded is inferred: not performed (X) and not known (U) do not. Codes P and N of COSD are the registry's.
her2_status_recorded;tumour;higher;HER2 status recorded;HER2 status positive, negative or borderline;Invasive breast cancer;None: what is not recorded counts against the metric;eligible site icd10 (C50) | positive her2_status known and her2_status is (positive, negative, borderline) of registry_receptor_status;NABCOP core set of indicators, December 2016, indicator 3;sourced;Which codes count as recorded is inferred, as for er_status_recorded. COSD codes of immunohistochemistry (N1, N2, B, P) have to be mapped before.
metastatic_at_presentation;tumour;;Metastatic at initial presentation;Distant disease at, or within the window of, diagnosis;Invasive breast cancer;Status ambiguous or self-reported only;eligible site icd10 (C50) | positive status in (de_novo) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | missing status in (ambiguous_other_primary, self_report);NABCOP core set of indicators, December 2016, indicator 4;sourced;status is the class of secondary_status. The window is not part of the published indicator: see its window_days.
seen_by_cns;patient;higher;Seen by a clinical nurse specialist;Contact with a clinical nurse specialist recorded;Carcinoma in situ of the breast, primary or recurrent invasive breast cancer;Code 99 (not recorded) or no code;eligible site icd10 (C50, D05) | positive cns is contact of clinical_nurse_specialist_indication | missing cns is not_recorded of clinical_nurse_specialist_indication;NABCOP core set of indicators, December 2016, indicator 5 and NHS Data Dictionary, 19 May 2026;sourced;The published indicator is about breast clinical nurse specialists or named key workers, with or without metastases, the code does not tell whose specialist it was.
cns_at_diagnosis;patient;higher;Clinical nurse specialist present at diagnosis;Code Y1;All patients;Code 99 (not recorded) or no code;positive cns is present of clinical_nurse_specialist_at_diagnosis | missing cns is not_recorded of clinical_nurse_specialist_at_diagnosis;NHS Data Dictionary, 19 May 2026;inferred;The meaning of the codes is sourced, the rate is ours.
cns_recorded;patient;higher;Clinical nurse specialist indication recorded;A code other than 99;All patients;None: what is not recorded counts against the metric;positive cns known and cns is (contact, no_contact) of clinical_nurse_specialist_indication;NHS Data Dictionary, 19 May 2026;inferred;The completeness to stand beside seen_by_cns.
cns_contact_secondary;patient;higher;Clinical nurse specialist contact, secondary cancer;Contact with a clinical nurse specialist recorded;Patients with distant disease, de novo, recurrent or progressed;Code 99 (not recorded) or no code;eligible status in (de_novo, progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive cns is contact of clinical_nurse_specialist_indication | missing cns is not_recorded of clinical_nurse_specialist_indication;National Audit of Metastatic Breast Cancer, goals (access to nursing support);inferred;The audit's own indicator and denominator were not found.
mdt_metastatic;patient;higher;Metastatic disease managed by a multidisciplinary team;Discussed here or elsewhere, or under a predefined standard of care;People with breast cancer who develop metastatic disease;Neither discussed nor not discussed recorded;eligible site icd10 (C50) | eligible status in (de_novo, progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive mdt_discussion_type known and mdt_discussion_type is (discussed, discussed_elsewhere, standard_of_care) of mdt_discussion_type | missing not mdt_discussion_type known and not mdt_not_discussed known;NICE quality standard QS12, statement 5 and NHS Data Dictionary, 19 May 2026;sourced;Numerator and denominator are those of the standard, that a recorded discussion stands for management by a team is inferred. A record of both choices counts as discussed.
mdt_metastatic_discussed;patient;higher;Metastatic disease discussed by a multidisciplinary team;Discussed here or elsewhere;People with breast cancer who develop metastatic disease;Neither discussed nor not discussed recorded;eligible site icd10 (C50) | eligible status in (de_novo, progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive mdt_discussion_type known and mdt_discussion_type is (discussed, discussed_elsewhere) of mdt_discussion_type | missing not mdt_discussion_type known and not mdt_not_discussed known;NICE quality standard QS12, statement 5 and NHS Data Dictionary, 19 May 2026;inferred;As mdt_metastatic, but a predefined standard of care is no discussion.
mdt_documented_de_novo;patient;higher;Discussion by a multidisciplinary team documented, metastatic at diagnosis;Discussed here or elsewhere, or under a predefined standard of care;People with breast cancer metastatic at initial diagnosis;None: what is not documented counts against the metric;eligible site icd10 (C50) | eligible status in (de_novo) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive mdt_discussion_type known and mdt_discussion_type is (discussed, discussed_elsewhere, standard_of_care) of mdt_discussion_type;National Audit of Metastatic Breast Cancer, state of the nation report: 59 percent in England, 70 percent in Wales, diagnosed 2020-2022;inferred;The published figures name the measure, its exact numerator and denominator were not found.
cns_or_palliative_documented;patient;higher;Nurse specialist or palliative care documented;Contact with a clinical nurse specialist, or a palliative care specialist seen;Recurrent or metastatic breast cancer;None: what is not documented counts against the metric;eligible site icd10 (C50) | eligible status in (de_novo, local_regional, progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive (cns known and cns is contact of clinical_nurse_specialist_indication) or (palliative_care_seen known and palliative_care_seen is yes of palliative_care_specialist_seen);Pilot of the recurrent and metastatic breast cancer collection, 2011: 53 percent of 598 patients in 15 units;computed;The pilot counted referrals in its own form, the COSD items stand for them here.
stage_recorded;tumour;higher;Stage recorded;A stage other than ?, U, X and 6;Cancers but for other skin cancer;None: what is not recorded counts against the metric;eligible site icd10 (C00-C43, C45-C97) | positive stage known except ('?', 6, U, X);Public stage grouping code of the national coverage work on needs assessments;computed;Stage 6 stands for not stageable. Systems other than TNM count as recorded, and so do stage 0 and the outdated code 5.
stage_recorded_de_novo;tumour;higher;Stage recorded, metastatic at diagnosis;A stage other than ?, U, X and 6;People with breast cancer metastatic at initial diagnosis;None: what is not recorded counts against the metric;eligible site icd10 (C50) | eligible status in (de_novo) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive stage known except ('?', 6, U, X);First report of the National Audit of Metastatic Breast Cancer: 33 to 43 percent, diagnosed October 2019 to September 2022;inferred;The published range names the measure, its exact definition was not found.
recurrence_date_recorded;patient;higher;Date of recurrence recorded;A date of the recurrence or progression;Patients with recurrent or progressed distant disease;None: what is not recorded counts against the metric;eligible status in (progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive recurrence_date known;National Audit of Metastatic Breast Cancer, recommendations of 2024 (record date and type of recurrence);inferred;recurrence_date is what the trust recorded in COSD, not the event date that secondary_status found elsewhere.
recurrence_type_recorded;patient;higher;Type of recurrence recorded;A metastatic disease type, local, regional or distant;Patients with recurrent or progressed distant disease;None: what is not recorded counts against the metric;eligible status in (progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive metastatic_type known and metastatic_type is (distant, local, regional) of metastatic_disease_type;National Audit of Metastatic Breast Cancer, recommendations of 2024 (record date and type of recurrence);inferred;metastatic_type is COSD item CR6520 of the recurrence.
recurrence_recorded;patient;higher;Date and type of recurrence recorded;Both a date and a metastatic disease type;Patients with recurrent or progressed distant disease;None: what is not recorded counts against the metric;eligible status in (progressed, recurrent) of (ambiguous_other_primary, de_novo, local_regional, none, progressed, recurrent, self_report) | positive recurrence_date known and metastatic_type known and metastatic_type is (distant, local, regional) of metastatic_disease_type;National Audit of Metastatic Breast Cancer, recommendations of 2024 (record date and type of recurrence);inferred;As the two metrics of date and type, at once.
hna_coverage;patient;higher;Holistic needs assessment offered;At least one offered assessment 0 to 730 days after diagnosis;Patients diagnosed, at trusts that submit assessments;None: no record counts as no offer;parameter max_days 730 | eligible site icd10 (C00-C43, C45-C97) | eligible hna_submitting in (true) | eligible not death_date known or death_date - diagnosis_date > 0 | eligible not (stage known and stage in (0, 0A, 0B, 0C, 0IS)) | positive hna_offer_date known and hna_offer_date - diagnosis_date between 0 and max_days;Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;A row is a patient with the first offer (see first_offer) and whether the diagnosing trust submits (see submitting). Of the source's cohort, the first tumour of the year, the registry's flags, and sites that the sex rules out are left to who makes the rows.
pcsp_coverage;patient;higher;Personalised care and support plan offered;At least one offered plan 0 to 730 days after diagnosis;Patients diagnosed, at trusts that submit plans;None: no record counts as no offer;parameter max_days 730 | eligible site icd10 (C00-C43, C45-C97) | eligible pcsp_submitting in (true) | eligible not death_date known or death_date - diagnosis_date > 0 | eligible not (stage known and stage in (0, 0A, 0B, 0C, 0IS)) | positive pcsp_offer_date known and pcsp_offer_date - diagnosis_date between 0 and max_days;Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;As hna_coverage. Status 06 counts as offered in the source, whatever it means at the date.
hna_or_pcsp_coverage;patient;higher;Needs assessment or care plan offered;At least one offered assessment or plan 0 to 730 days after diagnosis;Patients diagnosed, at trusts that submit assessments;None: no record counts as no offer;parameter max_days 730 | eligible site icd10 (C00-C43, C45-C97) | eligible hna_submitting in (true) | eligible not death_date known or death_date - diagnosis_date > 0 | eligible not (stage known and stage in (0, 0A, 0B, 0C, 0IS)) | positive (hna_offer_date known and hna_offer_date - diagnosis_date between 0 and max_days) or (pcsp_offer_date known and pcsp_offer_date - diagnosis_date between 0 and max_days);Report of national coverage of needs assessments and care plans, June 2024: 28.3 percent;computed;Coverage of assessments if every plan stood for one, since a plan should follow an assessment.
hna_more_than_one;patient;;More than one needs assessment;Two or more assessments;Patients with an assessment;None;eligible hna_events > 0 | positive hna_events > 1;Report of national coverage of needs assessments and care plans, June 2024: 9.2 percent;computed;hna_events is the number of offers of the patient (see first_offer). Whether the published base is patients with an assessment is inferred.
pcsp_more_than_one;patient;;More than one care plan;Two or more plans;Patients with a plan;None;eligible pcsp_events > 0 | positive pcsp_events > 1;Report of national coverage of needs assessments and care plans, June 2024: 6.2 percent;computed;As hna_more_than_one.
hna_accepted_without_plan;patient;lower;Needs assessment accepted, but no care plan;No plan offered;Patients whose first assessment was accepted;None: no record counts as no plan;eligible hna_offer_status known and hna_offer_status is accepted of hna_offer_status | positive not pcsp_offer_date known;Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021 (matrix of first statuses);computed;The gap between assessing needs and planning for them.
hna_record_after_death;record;lower;Needs assessment dated after death;Date of the record after the date of death;Records with a date;None: patients alive have no error;eligible event_date known | positive death_date known and event_date - death_date > 0;Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;A row is a record of an assessment with the patient's date of death. An error of data quality.
pcsp_record_after_death;record;lower;Care plan dated after death;Date of the record after the date of death;Records with a date;None: patients alive have no error;eligible event_date known | positive death_date known and event_date - death_date > 0;Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;A row is a record of a plan with the patient's date of death. An error of data quality.
offer_pathway_recorded;record;higher;Point of the pathway recorded;A point of the pathway other than 99;Records of assessments or plans;None: what is not recorded counts against the metric;positive pathway known except (99);Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;Blank and 99 are missing in the source.
offer_staff_role_recorded;record;higher;Staff role recorded;A staff role other than EH;Records of assessments or plans;None: what is not recorded counts against the metric;positive staff_role known except (EH);Public analysis code of national coverage of needs assessments and care plans, diagnoses of 2021;sourced;Blank and EH are missing in the source.
treatment_summary;patient;higher;End of treatment summary completed;A completion date of the summary plan;Patients whose treatment has ended;None: no date counts as no summary;eligible treatment_end_date known | positive treatment_summary_date known;Recovery Package: summary at the end of each acute phase of treatment and COSD item CR8420;inferred;No published denominator was found. Optional in the dictionary of 2026, required in the user guide v10.2.8: coverage and recording cannot be told apart.
mortality_30_day_chemotherapy;patient;lower;Death within 30 days of chemotherapy;Not found;Not found;Not found;;National Audit of Metastatic Breast Cancer, named indicator;unconfirmed;The audit names the indicator, whose chemotherapy and which dates count was not found.
survival_1_year;patient;higher;Alive one year after diagnosis;Not found;Not found;Not found;;National Audit of Metastatic Breast Cancer, named indicator: 65 percent, diagnosed 2020-2022;unconfirmed;A published figure of people metastatic at initial diagnosis, how deaths and follow-up were counted was not found. Survival with censoring is no proportion of rows.
survival_3_year;patient;higher;Alive three years after diagnosis;Not found;Not found;Not found;;National Audit of Metastatic Breast Cancer, named indicator: 44 percent, diagnosed 2020-2022;unconfirmed;As survival_1_year.
biopsy_metastatic;patient;higher;Biopsy of metastatic disease;Not found;Not found;Not found;;National Audit of Metastatic Breast Cancer, recommendations of 2024;unconfirmed;The recommendation names biopsy rates without numerator or denominator.
cancer_care_review;patient;higher;Cancer care review;Review by a general practitioner or practice nurse;Not found;Not found;;Recovery Package;unconfirmed;No item of COSD holds it: the review is recorded in primary care. One alliance's text says within six months of diagnosis.
health_and_wellbeing_event;patient;higher;Health and wellbeing event;Not found;Not found;Not found;;Recovery Package;unconfirmed;No item of COSD holds it.
$metrics$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'metric;%';
CREATE FUNCTION metric_plan(metric text, at date DEFAULT NULL, options jsonb DEFAULT '{}') RETURNS rate_plan
	AS 'MODULE_PATHNAME', 'cpe_metric_plan' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION metric_plan(text, date, jsonb) IS 'The plan that a metric is counted by, to be given to metric_rate once for a query: metric_rate((SELECT metric_plan(...)), r). at: the day whose code lists count; a code that was retired before has its last meaning, one that came later is none. NULL: of each code its latest meaning. Of the meanings in force a user''s row of table code goes before a shipped one (see codes_at). Options: columns, an object: what a column is called in the rows ({"site": "site_icd10_o2"}); parameters, an object of numbers ({"max_days": 365}); strict (true): whether a wrong value is an error or counts as invalid. Errors: 22004 metric NULL; 22023 unknown metric, one that is named but not defined (DETAIL says why), unknown option, column, parameter, code list or class, a date not finite.';
CREATE FUNCTION definition_plan(definition text, at date DEFAULT NULL, options jsonb DEFAULT '{}') RETURNS rate_plan
	AS 'MODULE_PATHNAME', 'cpe_definition_plan' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION definition_plan(text, date, jsonb) IS 'The plan of a definition that is in no catalogue; else as metric_plan. Errors: as metric_plan and metric_rule.';
CREATE FUNCTION metric_columns(metric text)
	RETURNS TABLE (column_name text, uses text[], lists text[])
	AS 'MODULE_PATHNAME', 'cpe_metric_columns' LANGUAGE C STABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION metric_columns(text) IS 'The columns that rows need for a metric, in the order of its definition. uses: known (any type), code, class, icd10 (text, enums, booleans, whole numbers), number, difference (numbers; date or timestamp without time zone). lists: the code lists that a column is read by. Errors: 22004 NULL; 22023 unknown or undefined metric.';
CREATE FUNCTION metric_columns(plan rate_plan)
	RETURNS TABLE (column_name text, uses text[], lists text[])
	AS 'MODULE_PATHNAME', 'cpe_rate_plan_columns' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION metric_columns(rate_plan) IS 'The same of a plan, by the names that the columns have in its rows; lists is empty, because a plan has the codes themselves. NULL has no rows.';
CREATE FUNCTION metric_value(plan rate_plan, patient record, OUT value boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_metric_value_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_value(rate_plan, record) IS 'What one row counts as: value true (positive), false (not), or NULL, and then status says why: not eligible, missing, eligibility not known, invalid (a wrong value; only by a plan that is not strict). The row is any whose columns have the names of metric_columns(plan), capital and small letters being alike. Errors: 22004 plan or row NULL; 22023 a column is not there, twice there, or of a type that cannot be read so; a wrong value.';
CREATE FUNCTION metric_value(metric text, patient record, OUT value boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_metric_value_name' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_value(text, record) IS 'As with metric_plan(metric), which is made once a call site. Errors besides: as metric_plan.';
CREATE FUNCTION metric_rate_accum(tally, rate_plan, record) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_metric_rate_accum_plan'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_rate_accum(tally, rate_plan, record) IS 'A tally with one more row; a NULL tally is an empty one. The transition of the aggregate metric_rate(rate_plan, record).';
CREATE FUNCTION metric_rate_accum(tally, text, record) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_metric_rate_accum_name'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_rate_accum(tally, text, record) IS 'As with metric_plan(metric); the transition of the aggregate metric_rate(text, record).';
CREATE AGGREGATE metric_rate(rate_plan, record) (
	SFUNC = metric_rate_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE metric_rate(rate_plan, record) IS 'A metric over rows, for any grouping, as a tally: n the eligible ones of whom it is known, positive among them, missing the eligible ones of whom it is not, invalid those whose eligibility is not known (and, by a plan that is not strict, those with a wrong value). Rows that are not eligible are not in it. So rate, rate_ci, rollup, compare and the rest work on it. Several metrics of one table are several of these aggregates, or one, grouped by the name: WITH m AS MATERIALIZED (SELECT metric, metric_plan(metric) AS plan FROM metric WHERE ...) SELECT m.metric, r.trust, metric_rate(m.plan, r) FROM r CROSS JOIN m GROUP BY 1, 2. A plan that is written where the rows are, not in a subquery of its own, is asked for in each row. Without rows a tally of zeros, never NULL. The same whatever the order and the split of the rows. Errors: as metric_value.';
CREATE AGGREGATE metric_rate(text, record) (
	SFUNC = metric_rate_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE metric_rate(text, record) IS 'As with metric_plan(metric): a convenience, for one node. Errors besides: as metric_plan.';
COMMENT ON FUNCTION compare(tally, tally, text, text, double precision, double precision) IS 'Whether two rates of different people differ: two waves, two organisations, an organisation and the rest (never the whole it is part of). difference: after minus before, -1 to 1; low and high: its interval by the method ci, as in gap (newcombe, wald, mee, miettinen_nurminen, agresti_caffo), at level or z. p is two-sided; test: pooled (z with the variance of both groups together), unpooled (z with each group''s own), yates (z with continuity correction, whose square is the chi-square), fisher (exact; no statistic), mid_p (Fisher''s exact p less half the probability of all tables as likely as what was seen; 1 where the margins allow one table only; no statistic; Lancaster 1961). statistic: z, positive when after is higher. odds_ratio: odds after over odds before. cohen_h: 2 asin sqrt(after) - 2 asin sqrt(before). Weighted tallies enter with their rates and effective numbers (Kish), with the tests pooled and unpooled. status: NULL, or the first reason why a figure is NULL (no estimate: a tally is NULL; no responses; undefined at 0 % and 100 %: both groups all positive or all not; standard error is zero; odds ratio undefined; too many answers for the exact test). Errors: 22004 test or ci NULL; 22023 test, ci, level, z, or a test of counts with weights. Sources: R prop.test, chisq.test, fisher.test; Newcombe 1998; Mee 1984; Miettinen and Nurminen 1985; Agresti and Caffo 2000.';
CREATE TABLE standard_set (
	standard_set text NOT NULL,
	version text NOT NULL,
	title text NOT NULL,
	statements integer,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT standard_set_pkey PRIMARY KEY (standard_set, version),
	CONSTRAINT standard_set_statements_some CHECK (statements > 0),
	CONSTRAINT standard_set_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE standard_set IS 'Lists of standards that services are scored against, each in its versions. A result names the version, so that a new one changes nothing that was measured. Shipped rows are builtin; add lists of your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN standard_set.standard_set IS 'Name of the list; case matters.';
COMMENT ON COLUMN standard_set.version IS 'Its version.';
COMMENT ON COLUMN standard_set.title IS 'What a heading says.';
COMMENT ON COLUMN standard_set.statements IS 'How many standards the list has; NULL: not known. The table standard may hold fewer, where not all could be read.';
COMMENT ON COLUMN standard_set.source IS 'Where the list comes from.';
COMMENT ON COLUMN standard_set.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (confirm before use).';
COMMENT ON COLUMN standard_set.note IS 'What a user must know of it.';
COMMENT ON COLUMN standard_set.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TABLE standard (
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	section text,
	label text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT standard_pkey PRIMARY KEY (standard_set, version, standard),
	CONSTRAINT standard_numbered CHECK (standard > 0),
	CONSTRAINT standard_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE standard IS 'The standards of each list and version: what a service promises. A shipped list takes no standards of others: copy it under another version.';
COMMENT ON COLUMN standard.standard_set IS 'The list.';
COMMENT ON COLUMN standard.version IS 'Its version.';
COMMENT ON COLUMN standard.standard IS 'The number of the standard in the list, from 1.';
COMMENT ON COLUMN standard.section IS 'The part of the list that it stands in; NULL: the list has none, or it is not known.';
COMMENT ON COLUMN standard.label IS 'Our own short words for what it asks for.';
COMMENT ON COLUMN standard.certainty IS 'How certain that is, in the words of standard_set.';
COMMENT ON COLUMN standard.note IS 'What a user must know of it.';
COMMENT ON COLUMN standard.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER standard_set_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON standard_set
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER standard_set_protect_builtin ON standard_set IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER standard_set_protect_truncate BEFORE TRUNCATE ON standard_set
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER standard_set_protect_truncate ON standard_set IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('standard_set', 'WHERE NOT builtin');
GRANT SELECT ON standard_set TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON standard_set TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER standard_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON standard
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER standard_protect_builtin ON standard IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER standard_protect_truncate BEFORE TRUNCATE ON standard
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER standard_protect_truncate ON standard IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('standard', 'WHERE NOT builtin');
GRANT SELECT ON standard TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON standard TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER standard_standard_set AFTER INSERT OR UPDATE ON standard
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('standard_set', 'refuse standard_set version builtin');
COMMENT ON TRIGGER standard_standard_set ON standard IS 'What a row names in standard_set is there.';
CREATE CONSTRAINT TRIGGER standard_set_standard AFTER DELETE OR UPDATE ON standard_set
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('standard', 'refuse standard_set version builtin');
COMMENT ON TRIGGER standard_set_standard ON standard_set IS 'No row of standard loses what it names here.';
INSERT INTO standard_set (standard_set, version, title, statements, certainty, source, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], '')::integer, f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($sets$
standard_set;version;title;statements;certainty;source;note
secondary_breast;1;Standards of care for people with secondary breast cancer, older list;;unconfirmed;Breast Cancer Care, standards of care for secondary breast cancer patients (breastcancercare.org.uk, page on support for people with secondary breast cancer);Only the first statements could be read. The list is longer, how much longer is not known. The number of the version is this extension's.
secondary_breast;2;Standards of care for people with secondary breast cancer;12;sourced;Breast Cancer Now, secondary breast cancer standards of care (breastcancernow.org, about secondary breast cancer);The list that was current when it was read. The end of statement 9 could not be read. The number of the version is this extension's.
$sets$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'standard_set;%';
INSERT INTO standard (standard_set, version, standard, section, label, certainty, note, builtin)
SELECT f[1], f[2], f[3]::integer, nullif(f[4], ''), f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($standards$
standard_set;version;standard;section;label;certainty;note
secondary_breast;1;1;;Nurse specialist as key worker;unconfirmed;The number is the place in the part that could be read.
secondary_breast;1;2;;Multidisciplinary team;unconfirmed;The number is the place in the part that could be read.
secondary_breast;1;3;;Continuity with GP and community services;unconfirmed;The number is the place in the part that could be read.
secondary_breast;1;4;;Timely information with a care plan;unconfirmed;The number is the place in the part that could be read.
secondary_breast;2;1;Information and support;Support from a nurse specialist skilled in secondary breast cancer;sourced;
secondary_breast;2;2;Information and support;Nurse specialist as contact, advocate, coordinator and referrer;sourced;
secondary_breast;2;3;Information and support;Full assessment of needs, above all at diagnosis, progression and change of treatment;sourced;
secondary_breast;2;4;Information and support;Told of, and referred to, supportive and wellbeing services;sourced;
secondary_breast;2;5;Information and support;Referral for expert advice on money and work;sourced;
secondary_breast;2;6;Treatment and care;Clear personal plan of treatment and care;sourced;
secondary_breast;2;7;Treatment and care;Review by an experienced team, as with a needs assessment;sourced;
secondary_breast;2;8;Treatment and care;Good communication between teams, the GP included;sourced;
secondary_breast;2;9;Treatment and care;Information about, and access to, trials that fit;inferred;The end of the statement could not be read. That it is about trials is inferred.
secondary_breast;2;10;Palliative and supportive care;Told of the benefits of local and supportive care services;sourced;
secondary_breast;2;11;Palliative and supportive care;Guidance on talking to those closest;sourced;
secondary_breast;2;12;Palliative and supportive care;Advice and support on planning care at the end of life;sourced;
$standards$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'standard_set;%';
CREATE FUNCTION record_change() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_record_change'
	LANGUAGE C;
COMMENT ON FUNCTION record_change() IS 'Trigger of the Pledge''s tables, after the update or delete of a row: writes the row as it was into pledge_history, with who changed it and when. Errors: 39P01 another kind of trigger, or of another table.';
CREATE FUNCTION refuse_change() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_refuse_change'
	LANGUAGE C;
COMMENT ON FUNCTION refuse_change() IS 'Trigger of the Pledge''s tables: refuses the change (rows of the history and of what is published stay as they are, no table is emptied). While a dump is restored (check_function_bodies is off) nothing is refused. Errors: 42501.';
CREATE FUNCTION keep_published() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_keep_published'
	LANGUAGE C;
COMMENT ON FUNCTION keep_published() IS 'Trigger of results, before each row: a wave that is published takes no results and loses none, since the differences between two releases of it would give hidden figures away. Of results of the same people both waves have to be published before that holds. While a dump is restored nothing is refused. Errors: 55000.';
CREATE TABLE pledge_history (
	entry bigint GENERATED ALWAYS AS IDENTITY,
	table_name text NOT NULL,
	operation text NOT NULL,
	was jsonb NOT NULL,
	changed_by text NOT NULL,
	logged_in_as text NOT NULL,
	changed_at timestamp with time zone NOT NULL,
	CONSTRAINT pledge_history_pkey PRIMARY KEY (entry),
	CONSTRAINT pledge_history_operation_known CHECK (operation IN ('update', 'delete'))
);
COMMENT ON TABLE pledge_history IS 'Every row of the Pledge''s tables as it was before it was changed or removed, written by their triggers and by nothing else. Rows are never changed or removed. It is a record among honest keepers: who may drop the extension, or says that a dump is being restored, can get around it. Whoever changes a table of the Pledge needs INSERT here.';
COMMENT ON COLUMN pledge_history.entry IS 'Number of the entry, ascending in time within a row''s changes; numbers of transactions rolled back are left out.';
COMMENT ON COLUMN pledge_history.table_name IS 'The table.';
COMMENT ON COLUMN pledge_history.operation IS 'What was done: update or delete.';
COMMENT ON COLUMN pledge_history.was IS 'The row before, an object with its columns; a tally or paired in its exact text.';
COMMENT ON COLUMN pledge_history.changed_by IS 'The role that did it.';
COMMENT ON COLUMN pledge_history.logged_in_as IS 'The role that had logged in, where it acted as another one.';
COMMENT ON COLUMN pledge_history.changed_at IS 'When.';
COMMENT ON SEQUENCE pledge_history_entry_seq IS 'Numbers of entries.';
SELECT pg_catalog.pg_extension_config_dump('pledge_history_entry_seq', '');
GRANT SELECT, UPDATE ON SEQUENCE pledge_history_entry_seq TO @extowner@;
SELECT pg_catalog.pg_extension_config_dump('pledge_history', '');
GRANT SELECT, INSERT ON pledge_history TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_history_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON pledge_history
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_history_keep ON pledge_history IS 'Keeps its rows as they are.';
CREATE TRIGGER pledge_history_write BEFORE INSERT ON pledge_history
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_history_write ON pledge_history IS 'Entries are written by the triggers of the tables only.';
CREATE INDEX pledge_history_table ON pledge_history (table_name, entry);
COMMENT ON INDEX pledge_history_table IS 'Finds the entries of a table.';
CREATE TABLE pledge_service (
	service text NOT NULL,
	title text NOT NULL,
	organisation text,
	pathway text NOT NULL DEFAULT 'secondary',
	joined date,
	"left" date,
	note text,
	CONSTRAINT pledge_service_pkey PRIMARY KEY (service),
	CONSTRAINT pledge_service_named CHECK (service <> ''),
	CONSTRAINT pledge_service_pathway_known CHECK (pathway IN ('primary', 'secondary', 'both')),
	CONSTRAINT pledge_service_left_later CHECK ("left" >= joined)
);
COMMENT ON TABLE pledge_service IS 'The services that take part in the Pledge. A service that results, waves or actions name stays.';
COMMENT ON COLUMN pledge_service.service IS 'Key of the service; case matters.';
COMMENT ON COLUMN pledge_service.title IS 'What a heading says.';
COMMENT ON COLUMN pledge_service.organisation IS 'Code (ODS) of the organisation that it belongs to; NULL: none.';
COMMENT ON COLUMN pledge_service.pathway IS 'Whose care it is: primary or secondary breast cancer, or both.';
COMMENT ON COLUMN pledge_service.joined IS 'The day it joined; NULL: not known.';
COMMENT ON COLUMN pledge_service."left" IS 'The day it left; NULL: it has not.';
COMMENT ON COLUMN pledge_service.note IS 'What is to be known of it.';
SELECT pg_catalog.pg_extension_config_dump('pledge_service', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_service TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_service_record AFTER UPDATE OR DELETE ON pledge_service
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_service_record ON pledge_service IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_service_keep BEFORE TRUNCATE ON pledge_service
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_service_keep ON pledge_service IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE TABLE pledge_wave (
	service text NOT NULL,
	wave text NOT NULL,
	audience text NOT NULL DEFAULT 'patients',
	opened date NOT NULL,
	closed date,
	invited bigint,
	answered bigint,
	note text,
	CONSTRAINT pledge_wave_pkey PRIMARY KEY (service, wave),
	CONSTRAINT pledge_wave_named CHECK (wave <> ''),
	CONSTRAINT pledge_wave_audience_known CHECK (audience IN ('patients', 'staff', 'carers')),
	CONSTRAINT pledge_wave_closed_later CHECK (closed >= opened),
	CONSTRAINT pledge_wave_counts_known CHECK (invited >= 0 AND answered >= 0 AND answered <= invited)
);
COMMENT ON TABLE pledge_wave IS 'The surveys and groups that services held: a wave''s name is that of the programme (before, after, 2016), the same for all services that took part in it, its days are each service''s own.';
COMMENT ON COLUMN pledge_wave.service IS 'The service.';
COMMENT ON COLUMN pledge_wave.wave IS 'Name of the wave; results of all services in a wave of one name are added up to its total.';
COMMENT ON COLUMN pledge_wave.audience IS 'Who was asked: patients, staff or carers.';
COMMENT ON COLUMN pledge_wave.opened IS 'The day on which it began; waves of a service are in this order.';
COMMENT ON COLUMN pledge_wave.closed IS 'The day on which it ended; NULL: it has not.';
COMMENT ON COLUMN pledge_wave.invited IS 'How many were invited; NULL: not known.';
COMMENT ON COLUMN pledge_wave.answered IS 'How many answered anything; NULL: not known. Not in any report: beside the answers to a standard it would tell how many did not answer that.';
COMMENT ON COLUMN pledge_wave.note IS 'What is to be known of it.';
SELECT pg_catalog.pg_extension_config_dump('pledge_wave', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_wave TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_wave_record AFTER UPDATE OR DELETE ON pledge_wave
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_wave_record ON pledge_wave IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_wave_keep BEFORE TRUNCATE ON pledge_wave
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_wave_keep ON pledge_wave IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_service AFTER INSERT OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_service', 'hold service');
COMMENT ON TRIGGER pledge_wave_pledge_service ON pledge_wave IS 'What a row names in pledge_service is there.';
CREATE CONSTRAINT TRIGGER pledge_service_pledge_wave AFTER DELETE OR UPDATE ON pledge_service
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_wave', 'hold service');
COMMENT ON TRIGGER pledge_service_pledge_wave ON pledge_service IS 'No row of pledge_wave loses what it names here.';
CREATE TABLE pledge_result (
	service text NOT NULL,
	wave text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	result tally NOT NULL,
	note text,
	CONSTRAINT pledge_result_pkey PRIMARY KEY (service, wave, standard_set, version, standard),
	CONSTRAINT pledge_result_counts CHECK (result OPERATOR(=) make_tally(n(result), positives(result), missing(result), invalid(result)))
);
COMMENT ON TABLE pledge_result IS 'What a wave of a service found of a standard: for how many of those who answered it was met. In confidence: the figures are not suppressed. Fixed once the wave is published (pledge_release).';
COMMENT ON COLUMN pledge_result.service IS 'The service.';
COMMENT ON COLUMN pledge_result.wave IS 'Its wave.';
COMMENT ON COLUMN pledge_result.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_result.version IS 'Its version.';
COMMENT ON COLUMN pledge_result.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_result.result IS 'n people answered, for positive of them the standard was met; missing did not answer. Without weights: tally(boolean), or make_tally from counts.';
COMMENT ON COLUMN pledge_result.note IS 'What is to be known of it, as the question that was asked.';
SELECT pg_catalog.pg_extension_config_dump('pledge_result', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_result TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_result_record AFTER UPDATE OR DELETE ON pledge_result
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_result_record ON pledge_result IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_result_keep BEFORE TRUNCATE ON pledge_result
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_result_keep ON pledge_result IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE CONSTRAINT TRIGGER pledge_result_pledge_wave AFTER INSERT OR UPDATE ON pledge_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_wave', 'hold service wave');
COMMENT ON TRIGGER pledge_result_pledge_wave ON pledge_result IS 'What a row names in pledge_wave is there.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_result AFTER DELETE OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_result', 'hold service wave');
COMMENT ON TRIGGER pledge_wave_pledge_result ON pledge_wave IS 'No row of pledge_result loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_result_standard AFTER INSERT OR UPDATE ON pledge_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('standard', 'hold standard_set version standard');
COMMENT ON TRIGGER pledge_result_standard ON pledge_result IS 'What a row names in standard is there.';
CREATE CONSTRAINT TRIGGER standard_pledge_result AFTER DELETE OR UPDATE ON standard
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('pledge_result', 'hold standard_set version standard');
COMMENT ON TRIGGER standard_pledge_result ON standard IS 'No row of pledge_result loses what it names here.';
CREATE INDEX pledge_result_wave ON pledge_result (standard_set, version, wave, standard);
COMMENT ON INDEX pledge_result_wave IS 'Finds the results of a wave, of all services.';
CREATE TABLE pledge_paired_result (
	service text NOT NULL,
	before_wave text NOT NULL,
	wave text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	pairs paired NOT NULL,
	note text,
	CONSTRAINT pledge_paired_result_pkey PRIMARY KEY (service, before_wave, wave, standard_set, version, standard),
	CONSTRAINT pledge_paired_result_waves_differ CHECK (before_wave <> wave)
);
COMMENT ON TABLE pledge_paired_result IS 'Answers of the same people in two waves of a service. They are part of pledge_result of both waves, which has to be there too. In confidence. Fixed once both waves are published.';
COMMENT ON COLUMN pledge_paired_result.service IS 'The service.';
COMMENT ON COLUMN pledge_paired_result.before_wave IS 'The earlier wave.';
COMMENT ON COLUMN pledge_paired_result.wave IS 'The later wave.';
COMMENT ON COLUMN pledge_paired_result.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_paired_result.version IS 'Its version.';
COMMENT ON COLUMN pledge_paired_result.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_paired_result.pairs IS 'Whether the standard was met before and after, one pair a person: paired(boolean, boolean).';
COMMENT ON COLUMN pledge_paired_result.note IS 'What is to be known of it.';
SELECT pg_catalog.pg_extension_config_dump('pledge_paired_result', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_paired_result TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_paired_result_record AFTER UPDATE OR DELETE ON pledge_paired_result
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_paired_result_record ON pledge_paired_result IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_paired_result_keep BEFORE TRUNCATE ON pledge_paired_result
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_paired_result_keep ON pledge_paired_result IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE CONSTRAINT TRIGGER pledge_paired_result_pledge_wave AFTER INSERT OR UPDATE ON pledge_paired_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_wave', 'hold service wave');
COMMENT ON TRIGGER pledge_paired_result_pledge_wave ON pledge_paired_result IS 'What a row names in pledge_wave is there.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_paired_result AFTER DELETE OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_paired_result', 'hold service wave');
COMMENT ON TRIGGER pledge_wave_pledge_paired_result ON pledge_wave IS 'No row of pledge_paired_result loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_paired_result_standard AFTER INSERT OR UPDATE ON pledge_paired_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('standard', 'hold standard_set version standard');
COMMENT ON TRIGGER pledge_paired_result_standard ON pledge_paired_result IS 'What a row names in standard is there.';
CREATE CONSTRAINT TRIGGER standard_pledge_paired_result AFTER DELETE OR UPDATE ON standard
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('pledge_paired_result', 'hold standard_set version standard');
COMMENT ON TRIGGER standard_pledge_paired_result ON standard IS 'No row of pledge_paired_result loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_paired_result_before_wave AFTER INSERT OR UPDATE ON pledge_paired_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_wave', 'hold service before_wave:wave');
COMMENT ON TRIGGER pledge_paired_result_before_wave ON pledge_paired_result IS 'The earlier wave that a row names is there.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_paired_result_before AFTER DELETE OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_paired_result', 'hold service before_wave:wave');
COMMENT ON TRIGGER pledge_wave_pledge_paired_result_before ON pledge_wave IS 'No row of pledge_paired_result loses its earlier wave.';
CREATE TABLE pledge_theme (
	service text NOT NULL,
	wave text NOT NULL,
	theme text NOT NULL,
	kind text NOT NULL,
	standard_set text,
	version text,
	standard integer,
	raised tally NOT NULL,
	groups integer,
	note text,
	CONSTRAINT pledge_theme_pkey PRIMARY KEY (service, wave, theme, kind),
	CONSTRAINT pledge_theme_kind_known CHECK (kind IN ('good', 'concern', 'suggestion')),
	CONSTRAINT pledge_theme_standard_whole CHECK ((standard_set IS NULL) = (version IS NULL) AND (version IS NULL) = (standard IS NULL)),
	CONSTRAINT pledge_theme_groups_some CHECK (groups > 0),
	CONSTRAINT pledge_theme_counts CHECK (raised OPERATOR(=) make_tally(n(raised), positives(raised), missing(raised), invalid(raised)))
);
COMMENT ON TABLE pledge_theme IS 'What was said in focus groups and workshops, as coded counts: of the people who took part, how many raised a theme. No words of theirs. In confidence.';
COMMENT ON COLUMN pledge_theme.service IS 'The service.';
COMMENT ON COLUMN pledge_theme.wave IS 'The wave that the groups belong to.';
COMMENT ON COLUMN pledge_theme.theme IS 'The code of the theme.';
COMMENT ON COLUMN pledge_theme.kind IS 'How it was raised: good, concern or suggestion.';
COMMENT ON COLUMN pledge_theme.standard_set IS 'The list of the standard that it is about; NULL: about none.';
COMMENT ON COLUMN pledge_theme.version IS 'Its version.';
COMMENT ON COLUMN pledge_theme.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_theme.raised IS 'n people took part, positive of them raised it.';
COMMENT ON COLUMN pledge_theme.groups IS 'In how many groups it was raised; NULL: not counted. Not in the report.';
COMMENT ON COLUMN pledge_theme.note IS 'What is to be known of it; no quotation that tells who spoke.';
SELECT pg_catalog.pg_extension_config_dump('pledge_theme', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_theme TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_theme_record AFTER UPDATE OR DELETE ON pledge_theme
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_theme_record ON pledge_theme IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_theme_keep BEFORE TRUNCATE ON pledge_theme
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_theme_keep ON pledge_theme IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE CONSTRAINT TRIGGER pledge_theme_pledge_wave AFTER INSERT OR UPDATE ON pledge_theme
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_wave', 'hold service wave');
COMMENT ON TRIGGER pledge_theme_pledge_wave ON pledge_theme IS 'What a row names in pledge_wave is there.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_theme AFTER DELETE OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_theme', 'hold service wave');
COMMENT ON TRIGGER pledge_wave_pledge_theme ON pledge_wave IS 'No row of pledge_theme loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_theme_standard AFTER INSERT OR UPDATE ON pledge_theme
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('standard', 'hold standard_set version standard');
COMMENT ON TRIGGER pledge_theme_standard ON pledge_theme IS 'What a row names in standard is there.';
CREATE CONSTRAINT TRIGGER standard_pledge_theme AFTER DELETE OR UPDATE ON standard
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('pledge_theme', 'hold standard_set version standard');
COMMENT ON TRIGGER standard_pledge_theme ON standard IS 'No row of pledge_theme loses what it names here.';
CREATE FUNCTION check_action_status() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_action_status'
	LANGUAGE C;
COMMENT ON FUNCTION check_action_status() IS 'Trigger of actions, before the update of a row: the state may change so: proposed to agreed or dropped; agreed to under_way, done or dropped; under_way to agreed, done or dropped; done to under_way; dropped to proposed or agreed. Errors: 22023, with the states that are allowed.';
CREATE TABLE pledge_action (
	service text NOT NULL,
	action text NOT NULL,
	goal text NOT NULL,
	standard_set text,
	version text,
	standard integer,
	metric text,
	baseline tally,
	target double precision,
	owner text NOT NULL,
	agreed date,
	due date,
	status text NOT NULL DEFAULT 'proposed',
	done date,
	reason text,
	note text,
	CONSTRAINT pledge_action_pkey PRIMARY KEY (service, action),
	CONSTRAINT pledge_action_named CHECK (action <> ''),
	CONSTRAINT pledge_action_standard_whole CHECK ((standard_set IS NULL) = (version IS NULL) AND (version IS NULL) = (standard IS NULL)),
	CONSTRAINT pledge_action_status_known CHECK (status IN ('proposed', 'agreed', 'under_way', 'done', 'dropped')),
	CONSTRAINT pledge_action_agreed_dated CHECK (status IN ('proposed', 'dropped') OR (agreed IS NOT NULL AND due IS NOT NULL)),
	CONSTRAINT pledge_action_done_dated CHECK ((status = 'done') = (done IS NOT NULL) AND done >= agreed),
	CONSTRAINT pledge_action_dropped_reasoned CHECK (status <> 'dropped' OR reason <> '' AND reason IS NOT NULL),
	CONSTRAINT pledge_action_due_later CHECK (due >= agreed),
	CONSTRAINT pledge_action_target_share CHECK (target BETWEEN 0 AND 1)
);
COMMENT ON TABLE pledge_action IS 'What a service has promised to do: the agreed actions, who answers for them, until when, and what came of them. A change leaves the row as it was in pledge_history; see pledge_action_history.';
COMMENT ON COLUMN pledge_action.service IS 'The service.';
COMMENT ON COLUMN pledge_action.action IS 'Key of the action within the service.';
COMMENT ON COLUMN pledge_action.goal IS 'What is to be reached.';
COMMENT ON COLUMN pledge_action.standard_set IS 'The list of the standard that it serves; NULL: none.';
COMMENT ON COLUMN pledge_action.version IS 'Its version.';
COMMENT ON COLUMN pledge_action.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_action.metric IS 'The measure that tells whether it worked, by its name in the catalogue of metrics; NULL: the answers to the standard.';
COMMENT ON COLUMN pledge_action.baseline IS 'The measure when the action was agreed; NULL: not taken.';
COMMENT ON COLUMN pledge_action.target IS 'The rate to reach, 0 to 1; NULL: none was set.';
COMMENT ON COLUMN pledge_action.owner IS 'Who answers for it: a post rather than a name.';
COMMENT ON COLUMN pledge_action.agreed IS 'The day it was agreed; NULL for a proposal.';
COMMENT ON COLUMN pledge_action.due IS 'The day it is due; NULL for a proposal.';
COMMENT ON COLUMN pledge_action.status IS 'proposed, agreed, under_way, done or dropped; what may follow what, see check_action_status. A row may be added in any state, as from a pledge published before.';
COMMENT ON COLUMN pledge_action.done IS 'The day it was done; of done ones only.';
COMMENT ON COLUMN pledge_action.reason IS 'Why it was dropped; every dropped one has a reason.';
COMMENT ON COLUMN pledge_action.note IS 'What is to be known of it.';
CREATE TRIGGER pledge_action_status BEFORE UPDATE ON pledge_action
	FOR EACH ROW EXECUTE FUNCTION check_action_status();
COMMENT ON TRIGGER pledge_action_status ON pledge_action IS 'One state follows another as agreed.';
SELECT pg_catalog.pg_extension_config_dump('pledge_action', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_action TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_action_record AFTER UPDATE OR DELETE ON pledge_action
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER pledge_action_record ON pledge_action IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER pledge_action_keep BEFORE TRUNCATE ON pledge_action
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_action_keep ON pledge_action IS 'Keeps the table from being emptied at once, which no history would show.';
CREATE CONSTRAINT TRIGGER pledge_action_pledge_service AFTER INSERT OR UPDATE ON pledge_action
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_service', 'hold service');
COMMENT ON TRIGGER pledge_action_pledge_service ON pledge_action IS 'What a row names in pledge_service is there.';
CREATE CONSTRAINT TRIGGER pledge_service_pledge_action AFTER DELETE OR UPDATE ON pledge_service
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_action', 'hold service');
COMMENT ON TRIGGER pledge_service_pledge_action ON pledge_service IS 'No row of pledge_action loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_action_standard AFTER INSERT OR UPDATE ON pledge_action
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('standard', 'hold standard_set version standard');
COMMENT ON TRIGGER pledge_action_standard ON pledge_action IS 'What a row names in standard is there.';
CREATE CONSTRAINT TRIGGER standard_pledge_action AFTER DELETE OR UPDATE ON standard
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('pledge_action', 'hold standard_set version standard');
COMMENT ON TRIGGER standard_pledge_action ON standard IS 'No row of pledge_action loses what it names here.';
CREATE CONSTRAINT TRIGGER pledge_action_metric AFTER INSERT OR UPDATE ON pledge_action
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('metric', 'hold metric');
COMMENT ON TRIGGER pledge_action_metric ON pledge_action IS 'What a row names in metric is there.';
CREATE CONSTRAINT TRIGGER metric_pledge_action AFTER DELETE OR UPDATE ON metric
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('pledge_action', 'hold metric');
COMMENT ON TRIGGER metric_pledge_action ON metric IS 'No row of pledge_action loses what it names here.';
CREATE FUNCTION pledge_actions(as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(service text, action text, goal text, standard_set text, version text, standard integer, label text, metric text,
		baseline tally, target double precision, owner text, agreed date, due date, status text, done date, reason text, overdue boolean, days integer)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT a.service, a.action, a.goal, a.standard_set, a.version, a.standard, s.label, a.metric, a.baseline, a.target, a.owner, a.agreed, a.due, a.status, a.done, a.reason,
		a.status OPERATOR(pg_catalog.=) ANY (ARRAY['agreed', 'under_way']) AND a.due OPERATOR(pg_catalog.<) as_of,
		CASE WHEN a.status OPERATOR(pg_catalog.=) 'done' THEN a.done OPERATOR(pg_catalog.-) a.due
			WHEN a.status OPERATOR(pg_catalog.<>) 'dropped' THEN as_of OPERATOR(pg_catalog.-) a.due END
	FROM pledge_action AS a
	LEFT JOIN standard AS s ON s.standard_set OPERATOR(pg_catalog.=) a.standard_set AND s.version OPERATOR(pg_catalog.=) a.version AND s.standard OPERATOR(pg_catalog.=) a.standard
	ORDER BY a.service COLLATE pg_catalog."C", a.due, a.action COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION pledge_actions(date) IS 'The actions of all services with the labels of their standards and how late they are. overdue: agreed or under way, and due before as_of (today); days: after its due date it was done, or as_of is where it is open, negative before it; NULL where it was dropped or has no due date. baseline is in confidence, unsuppressed. In the order of services, due dates and actions.';
CREATE FUNCTION pledge_action_history(service text, action text)
	RETURNS TABLE(entry bigint, until timestamp with time zone, changed_by text, operation text, status text, goal text, owner text, due date, done date, reason text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	SELECT h.entry, h.changed_at, h.changed_by, h.operation, w.status, w.goal, w.owner, w.due, w.done, w.reason
	FROM pledge_history AS h,
		ROWS FROM (pg_catalog.jsonb_to_record(h.was) AS (service text, action text, status text, goal text, owner text, due date, done date, reason text)) AS w
	WHERE h.table_name OPERATOR(pg_catalog.=) 'pledge_action' AND w.service OPERATOR(pg_catalog.=) $1 AND w.action OPERATOR(pg_catalog.=) $2
	UNION ALL
	SELECT NULL, NULL, NULL, NULL, a.status, a.goal, a.owner, a.due, a.done, a.reason
	FROM pledge_action AS a WHERE a.service OPERATOR(pg_catalog.=) $1 AND a.action OPERATOR(pg_catalog.=) $2
	ORDER BY 1 NULLS LAST;
END;
COMMENT ON FUNCTION pledge_action_history(text, text) IS 'All states of an action under this key, the oldest first: each as it was until the given time, when changed_by updated or deleted it; in the last row it is as it is now, with NULL for entry, until, changed_by and operation. An action that was removed has no such row. No rows: there never was one that changed, and there is none.';
CREATE FUNCTION hold_results() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_hold_results'
	LANGUAGE C;
COMMENT ON FUNCTION hold_results() IS 'Trigger of releases, before a row is added: until the transaction ends nobody else enters results or publishes, so that a release is of all that it makes final. While a dump is restored it does nothing. Errors: 55000 the transaction is not read committed.';
CREATE TABLE pledge_release (
	release text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	before_wave text NOT NULL,
	after_wave text NOT NULL,
	rule text NOT NULL,
	options jsonb NOT NULL,
	settings jsonb NOT NULL,
	released_by text NOT NULL DEFAULT CURRENT_USER,
	released_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT pledge_release_pkey PRIMARY KEY (release),
	CONSTRAINT pledge_release_waves_differ CHECK (before_wave <> after_wave)
);
COMMENT ON TABLE pledge_release IS 'What was published of the Pledge, and by which rules; added to by publish_pledge. A row makes the results of its two waves final. Rows are never changed or removed.';
COMMENT ON COLUMN pledge_release.release IS 'Name of the release.';
COMMENT ON COLUMN pledge_release.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_release.version IS 'Its version.';
COMMENT ON COLUMN pledge_release.before_wave IS 'The earlier wave.';
COMMENT ON COLUMN pledge_release.after_wave IS 'The later wave.';
COMMENT ON COLUMN pledge_release.rule IS 'The rule of suppression; for a wave that an earlier release had, that one''s decisions stand.';
COMMENT ON COLUMN pledge_release.options IS 'Its options.';
COMMENT ON COLUMN pledge_release.settings IS 'The other arguments: level, rate_method, test, paired_test, p_method, as_of.';
COMMENT ON COLUMN pledge_release.released_by IS 'The role that published it.';
COMMENT ON COLUMN pledge_release.released_at IS 'When.';
SELECT pg_catalog.pg_extension_config_dump('pledge_release', '');
GRANT SELECT, INSERT ON pledge_release TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_release_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON pledge_release
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_release_keep ON pledge_release IS 'Keeps its rows as they are.';
GRANT SELECT ON pledge_release TO PUBLIC;
CREATE TRIGGER pledge_release_hold BEFORE INSERT ON pledge_release
	FOR EACH ROW EXECUTE FUNCTION hold_results();
COMMENT ON TRIGGER pledge_release_hold ON pledge_release IS 'Nobody enters results while they are published.';
CREATE TRIGGER pledge_result_published BEFORE INSERT OR UPDATE OR DELETE ON pledge_result
	FOR EACH ROW EXECUTE FUNCTION keep_published();
COMMENT ON TRIGGER pledge_result_published ON pledge_result IS 'Keeps the results of published waves as published.';
CREATE TRIGGER pledge_paired_result_published BEFORE INSERT OR UPDATE OR DELETE ON pledge_paired_result
	FOR EACH ROW EXECUTE FUNCTION keep_published();
COMMENT ON TRIGGER pledge_paired_result_published ON pledge_paired_result IS 'Keeps the results between two published waves as published.';
CREATE TABLE pledge_cell_status (
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	wave text NOT NULL,
	service text,
	status text,
	release text NOT NULL,
	CONSTRAINT pledge_cell_status_once UNIQUE NULLS NOT DISTINCT (standard_set, version, wave, standard, service)
);
COMMENT ON TABLE pledge_cell_status IS 'What was decided of each figure of a wave when it was first published. It stands for ever: later reports and releases of the wave show and hide the same.';
COMMENT ON COLUMN pledge_cell_status.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_cell_status.version IS 'Its version.';
COMMENT ON COLUMN pledge_cell_status.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_cell_status.wave IS 'The wave.';
COMMENT ON COLUMN pledge_cell_status.service IS 'The service; NULL: all services.';
COMMENT ON COLUMN pledge_cell_status.status IS 'As suppress returns it: NULL shown, c hidden, w no answers.';
COMMENT ON COLUMN pledge_cell_status.release IS 'The release that decided it.';
SELECT pg_catalog.pg_extension_config_dump('pledge_cell_status', '');
GRANT SELECT, INSERT ON pledge_cell_status TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_cell_status_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON pledge_cell_status
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_cell_status_keep ON pledge_cell_status IS 'Keeps its rows as they are.';
CREATE FUNCTION pledge_cells(waves text[], rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(standard_set text, version text, standard integer, wave text, service text, result tally, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 500
BEGIN ATOMIC
	WITH added AS (
		SELECT r.standard_set, r.version, r.standard, r.wave, r.service, rollup(r.result) AS result
		FROM pledge_result AS r
		WHERE r.wave OPERATOR(pg_catalog.=) ANY (waves)
		GROUP BY GROUPING SETS ((r.standard_set, r.version, r.standard, r.wave, r.service), (r.standard_set, r.version, r.standard, r.wave))
	), weighed AS (
		SELECT a.*, sum(n(a.result)) OVER (PARTITION BY a.standard_set, a.version, a.wave, a.service)::double precision
			OPERATOR(pg_catalog.*) CASE WHEN EXISTS (SELECT FROM pledge_paired_result AS p WHERE p.service OPERATOR(pg_catalog.=) a.service
				AND (p.wave OPERATOR(pg_catalog.=) a.wave OR p.before_wave OPERATOR(pg_catalog.=) a.wave)) THEN 1000::double precision ELSE 1::double precision END AS weight
		FROM added AS a
	), judged AS (
		SELECT w.*, suppress(n(w.result), ARRAY[w.service], rule, options, positives(w.result), NULL, w.weight) OVER (PARTITION BY w.standard_set, w.version, w.standard, w.wave) AS status
		FROM weighed AS w
	)
	SELECT j.standard_set, j.version, j.standard, j.wave, j.service, j.result, CASE WHEN k.release IS NULL THEN j.status ELSE k.status END
	FROM judged AS j
	LEFT JOIN pledge_cell_status AS k ON k.standard_set OPERATOR(pg_catalog.=) j.standard_set AND k.version OPERATOR(pg_catalog.=) j.version
		AND k.standard OPERATOR(pg_catalog.=) j.standard AND k.wave OPERATOR(pg_catalog.=) j.wave AND k.service IS NOT DISTINCT FROM j.service;
END;
COMMENT ON FUNCTION pledge_cells(text[], text, jsonb) IS 'The results of waves with their totals over all services (service NULL), and which of them may be shown. For the keeper: result is not suppressed. status: as suppress returns it by rule and options (NULL shown, c hidden, w no answers); of a wave that is published, as it was decided then (pledge_cell_status). '
'What is defended, and why this is enough: of one standard and wave the services and their total are one table, and suppress proves for each small figure that the reader, who solves for it with all that is shown, is left with another value. Tables of different standards, or of different waves, are not parts of each other: no published figure is a sum over them. Each cell has one status, whichever report shows it, since the table that it is judged in is that of the whole wave and not of the report: no two reports differ in what they hide. All else that reports tell is computed from cells that are shown. After publication nothing of the wave changes (keep_published), so that two releases have no differences to subtract. '
'Made unlikely, not proven: that nearly the same people answer all standards of a wave, so that a cell hidden for another''s sake in one standard may be guessed from the next (hiding a service costs the same in all standards of a wave, its answers to all of them, so that the same services are hidden as far as they have the same standards); and that the same people answered two waves (services with pairs are hidden for another''s sake last). '
'Not defended: with the option {"numerator": false} that all or none of a small group were satisfied, and what a respondent knows of himself. Errors: as suppress.';
CREATE FUNCTION pledge_pairs_shown(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(standard_set text, version text, standard integer, service text, pairs paired, shown boolean)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	WITH cell AS MATERIALIZED (
		SELECT c.* FROM pledge_cells(ARRAY[before_wave, after_wave], rule, options) AS c WHERE c.service IS NOT NULL
	), preset_of AS (
		SELECT p.options OPERATOR(pg_catalog.||) $4 AS rules FROM preset AS p WHERE p.kind OPERATOR(pg_catalog.=) 'suppress' AND p.name OPERATOR(pg_catalog.=) rule
	), known AS (
		SELECT p.standard_set, p.version, p.standard, p.service, p.pairs, b.result AS before, a.result AS after, b.status AS before_status, a.status AS after_status
		FROM pledge_paired_result AS p
		JOIN cell AS b ON b.standard_set OPERATOR(pg_catalog.=) p.standard_set AND b.version OPERATOR(pg_catalog.=) p.version AND b.standard OPERATOR(pg_catalog.=) p.standard
			AND b.service OPERATOR(pg_catalog.=) p.service AND b.wave OPERATOR(pg_catalog.=) p.before_wave
		JOIN cell AS a ON a.standard_set OPERATOR(pg_catalog.=) p.standard_set AND a.version OPERATOR(pg_catalog.=) p.version AND a.standard OPERATOR(pg_catalog.=) p.standard
			AND a.service OPERATOR(pg_catalog.=) p.service AND a.wave OPERATOR(pg_catalog.=) p.wave
		WHERE p.before_wave OPERATOR(pg_catalog.=) $1 AND p.wave OPERATOR(pg_catalog.=) $2
	), counted AS (
		SELECT k.*, stayed(k.pairs) OPERATOR(pg_catalog.+) lost(k.pairs) AS before_positive, stayed(k.pairs) OPERATOR(pg_catalog.+) gained(k.pairs) AS after_positive,
			stayed(k.pairs) OPERATOR(pg_catalog.+) lost(k.pairs) OPERATOR(pg_catalog.+) gained(k.pairs) OPERATOR(pg_catalog.+) neither(k.pairs) AS n
		FROM known AS k
	), part AS (
		SELECT c.standard_set, c.version, c.standard, c.service, f.place, f.dims, f.value, f.numerator
		FROM counted AS c, LATERAL (VALUES
			('before', ARRAY[NULL], n(c.before), positives(c.before)),
			('before', ARRAY['pairs'], c.n, c.before_positive),
			('before', ARRAY['rest'], n(c.before) OPERATOR(pg_catalog.-) c.n, positives(c.before) OPERATOR(pg_catalog.-) c.before_positive),
			('after', ARRAY[NULL], n(c.after), positives(c.after)),
			('after', ARRAY['pairs'], c.n, c.after_positive),
			('after', ARRAY['rest'], n(c.after) OPERATOR(pg_catalog.-) c.n, positives(c.after) OPERATOR(pg_catalog.-) c.after_positive)) AS f(place, dims, value, numerator)
		UNION ALL
		SELECT c.standard_set, c.version, c.standard, c.service, 'answers', f.dims, f.value, NULL
		FROM counted AS c, preset_of AS o, LATERAL (VALUES
			(ARRAY[NULL, NULL], c.n),
			(ARRAY['positive', NULL], c.before_positive), (ARRAY['other', NULL], c.n OPERATOR(pg_catalog.-) c.before_positive),
			(ARRAY[NULL, 'positive'], c.after_positive), (ARRAY[NULL, 'other'], c.n OPERATOR(pg_catalog.-) c.after_positive),
			(ARRAY['positive', 'positive'], stayed(c.pairs)), (ARRAY['positive', 'other'], lost(c.pairs)),
			(ARRAY['other', 'positive'], gained(c.pairs)), (ARRAY['other', 'other'], neither(c.pairs))) AS f(dims, value)
		-- the answers are figures of their own where numerators are
		WHERE coalesce((o.rules OPERATOR(pg_catalog.->>) 'numerator')::boolean, (o.rules OPERATOR(pg_catalog.->>) 'secondary') OPERATOR(pg_catalog.=) 'complementary')
	), judged AS (
		SELECT p.*, suppress(p.value, p.dims, rule, options, p.numerator) OVER (PARTITION BY p.standard_set, p.version, p.standard, p.service, p.place) AS status FROM part AS p
	), said AS (
		SELECT j.standard_set, j.version, j.standard, j.service, bool_or(j.status OPERATOR(pg_catalog.<>) 'w') AS hidden FROM judged AS j GROUP BY 1, 2, 3, 4
	)
	SELECT c.standard_set, c.version, c.standard, c.service, c.pairs, c.before_status IS NULL AND c.after_status IS NULL AND d.hidden IS NOT TRUE
	FROM counted AS c
	JOIN said AS d ON d.standard_set OPERATOR(pg_catalog.=) c.standard_set AND d.version OPERATOR(pg_catalog.=) c.version AND d.standard OPERATOR(pg_catalog.=) c.standard
		AND d.service OPERATOR(pg_catalog.=) c.service;
END;
COMMENT ON FUNCTION pledge_pairs_shown(text, text, text, jsonb) IS 'The answers of the same people in two waves, and whether a test of them may be shown. For the keeper: pairs are not suppressed. shown: the service''s figures of both waves are (pledge_cells), and so would be, by rule and options, the number of pairs and of those who answered in one wave only, and where the rule protects numerators each of the four kinds of pair; for difference, limits and p of few pairs give all of these away. Total numbers of pairs over services are not published, so nothing is hidden here for another cell''s sake. A service without results of both waves has no row. Errors: 22023 more pairs than answers, or more positive ones, in one of the waves; else as suppress.';
CREATE FUNCTION pledge_comparison(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text, service text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, services bigint, services_hidden bigint, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 500
BEGIN ATOMIC
	WITH cell AS MATERIALIZED (
		SELECT c.* FROM pledge_cells(ARRAY[before_wave, after_wave], rule, options) AS c
	), pairs AS MATERIALIZED (
		SELECT q.* FROM pledge_pairs_shown(before_wave, after_wave, rule, options) AS q
	), place AS (
		SELECT c.standard_set, c.version, c.standard, c.service FROM cell AS c GROUP BY 1, 2, 3, 4
	), both_waves AS (
		SELECT l.standard_set, l.version, l.standard, l.service,
			CASE WHEN b.result IS NULL THEN 'x' ELSE b.status END AS before_status, CASE WHEN b.status IS NULL THEN b.result END AS before,
			CASE WHEN a.result IS NULL THEN 'x' ELSE a.status END AS after_status, CASE WHEN a.status IS NULL THEN a.result END AS after,
			q.pairs IS NOT NULL AS same, CASE WHEN q.shown THEN q.pairs END AS pairs
		FROM place AS l
		LEFT JOIN cell AS b ON b.wave OPERATOR(pg_catalog.=) before_wave AND b.standard_set OPERATOR(pg_catalog.=) l.standard_set AND b.version OPERATOR(pg_catalog.=) l.version
			AND b.standard OPERATOR(pg_catalog.=) l.standard AND b.service IS NOT DISTINCT FROM l.service
		LEFT JOIN cell AS a ON a.wave OPERATOR(pg_catalog.=) after_wave AND a.standard_set OPERATOR(pg_catalog.=) l.standard_set AND a.version OPERATOR(pg_catalog.=) l.version
			AND a.standard OPERATOR(pg_catalog.=) l.standard AND a.service IS NOT DISTINCT FROM l.service
		LEFT JOIN pairs AS q ON q.standard_set OPERATOR(pg_catalog.=) l.standard_set AND q.version OPERATOR(pg_catalog.=) l.version
			AND q.standard OPERATOR(pg_catalog.=) l.standard AND q.service OPERATOR(pg_catalog.=) l.service
	), within AS (
		-- of all services together: from figures that are shown, and from nothing else
		SELECT w.standard_set, w.version, w.standard,
			stratified(w.after, w.before) FILTER (WHERE NOT w.same AND w.before IS NOT NULL AND w.after IS NOT NULL) AS groups,
			count(*) FILTER (WHERE NOT w.same AND w.before IS NOT NULL AND w.after IS NOT NULL) AS apart,
			rollup(w.pairs) AS pairs, count(w.pairs) AS together,
			count(*) FILTER (WHERE w.before_status OPERATOR(pg_catalog.=) 'c' OR w.after_status OPERATOR(pg_catalog.=) 'c' OR w.same AND w.pairs IS NULL) AS hidden
		FROM both_waves AS w WHERE w.service IS NOT NULL GROUP BY 1, 2, 3
	), tested AS (
		SELECT w.*, 'same people' AS design, NULL::bigint AS services, NULL::bigint AS services_hidden, m.difference, m.low, m.high, m.p,
			CASE WHEN w.pairs IS NOT NULL THEN m.status ELSE coalesce(w.before_status, w.after_status, 'c') END AS status
		FROM both_waves AS w, LATERAL mcnemar(w.pairs, paired_test, 'newcombe', level) AS m
		WHERE w.service IS NOT NULL AND w.same
		UNION ALL
		SELECT w.*, 'different people', NULL, NULL, m.difference, m.low, m.high, m.p, coalesce(w.before_status, w.after_status, m.status)
		FROM both_waves AS w, LATERAL compare(w.before, w.after, test, 'newcombe', level) AS m
		WHERE w.service IS NOT NULL AND NOT w.same
		UNION ALL
		SELECT w.*, 'different people within services', i.apart, i.hidden, m.risk_difference, m.risk_difference_low, m.risk_difference_high, m.p, m.status
		FROM both_waves AS w JOIN within AS i ON i.standard_set OPERATOR(pg_catalog.=) w.standard_set AND i.version OPERATOR(pg_catalog.=) w.version AND i.standard OPERATOR(pg_catalog.=) w.standard,
			LATERAL mantel_haenszel(i.groups, level) AS m
		WHERE w.service IS NULL AND (i.apart OPERATOR(pg_catalog.>) 0 OR i.together OPERATOR(pg_catalog.=) 0)
		UNION ALL
		SELECT w.*, 'same people', i.together, i.hidden, m.difference, m.low, m.high, m.p, m.status
		FROM both_waves AS w JOIN within AS i ON i.standard_set OPERATOR(pg_catalog.=) w.standard_set AND i.version OPERATOR(pg_catalog.=) w.version AND i.standard OPERATOR(pg_catalog.=) w.standard,
			LATERAL mcnemar(i.pairs, paired_test, 'newcombe', level) AS m
		WHERE w.service IS NULL AND i.apart OPERATOR(pg_catalog.=) 0 AND i.together OPERATOR(pg_catalog.>) 0
	)
	SELECT t.standard_set, t.version, t.standard, s.label, t.service,
		t.before_status, n(t.before), rate(t.before), b.low, b.high, t.after_status, n(t.after), rate(t.after), a.low, a.high,
		t.design, t.services, t.services_hidden, t.difference, t.low, t.high, t.p,
		adjust_p(t.p, p_method) OVER (PARTITION BY t.standard_set, t.version, t.service),
		d.actions, d.done, d.overdue, CASE WHEN t.difference IS NULL OR t.low IS NULL OR t.p IS NULL THEN t.status END
	FROM tested AS t
	JOIN standard AS s ON s.standard_set OPERATOR(pg_catalog.=) t.standard_set AND s.version OPERATOR(pg_catalog.=) t.version AND s.standard OPERATOR(pg_catalog.=) t.standard,
		LATERAL rate_ci(t.before, rate_method, level) AS b, LATERAL rate_ci(t.after, rate_method, level) AS a,
		LATERAL (SELECT count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'dropped') AS actions, count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) 'done') AS done,
				count(*) FILTER (WHERE x.overdue) AS overdue
			FROM pledge_actions(as_of) AS x
			WHERE x.standard_set OPERATOR(pg_catalog.=) t.standard_set AND x.version OPERATOR(pg_catalog.=) t.version AND x.standard OPERATOR(pg_catalog.=) t.standard
				AND (t.service IS NULL OR x.service OPERATOR(pg_catalog.=) t.service)) AS d
	ORDER BY t.standard_set COLLATE pg_catalog."C", t.version COLLATE pg_catalog."C", t.service COLLATE pg_catalog."C" NULLS FIRST, t.standard;
END;
COMMENT ON FUNCTION pledge_comparison(text, text, text, jsonb, double precision, text, text, text, text, date) IS
'Two waves of the Pledge compared, standard by standard, suppressed: a row for each service, and one for all services together (service NULL). rule has no default, it is the publisher''s to choose (a preset of kind suppress, as survey_lt10; options override it): see suppress. '
'before_ and after_: status is NULL where the figures are shown, c hidden, w no answers, x the wave has no result; n people answered the standard, rate (0 to 1) is the share for whom it was met, low and high its interval by rate_method (as in rate_ci; exact by default) at level. All NULL with a status. '
'design: different people (difference of the rates, after minus before, with Newcombe''s interval, p by test as in compare: fisher by default, which is exact); same people (where pledge_paired_result has the pair of waves: difference, limits and p of those who answered both, by mcnemar and paired_test, exact or mid_p; the rates are those of all who answered); for all services together different people within services (the common difference of Mantel and Haenszel over services, Sato''s limits, p of Cochran, Mantel and Haenszel: services that took part in one wave only do not move it), or same people where all have pairs (the pairs added up). '
'services: over how many services that is; services_hidden: how many more have results that are hidden; both NULL in a service''s row. p_adjusted: p adjusted by p_method for the standards that are shown of the same service (or of all services) and version, Holm by default. '
'actions: those for the standard that were not dropped, among them actions_done, and actions_overdue at as_of. status: NULL; c: hidden, since a wave or the answers of the same people are; w, x: no answers, no result; or why there is no test (as compare, mcnemar, mantel_haenszel). '
'What hides here: the status of a cell is that of pledge_cells, which proves that services and totals of a wave do not give hidden cells away, of pairs that of pledge_pairs_shown. Differences, limits, p, p_adjusted and all that is said of all services but their totals (before_n, before_rate, after_n, after_rate, which are cells themselves) are computed from shown figures only, so they tell a reader nothing that he could not compute. '
'In the order of lists, versions, services (all first; bytes) and standards. Errors: as suppress, rate_ci, compare, mcnemar, adjust_p; 22023 results do not fit (pledge_pairs_shown).';
CREATE FUNCTION pledge_progress(service text, before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	SELECT c.standard_set, c.version, c.standard, c.label, c.before_status, c.before_n, c.before_rate, c.before_low, c.before_high,
		c.after_status, c.after_n, c.after_rate, c.after_low, c.after_high, c.design, c.difference, c.low, c.high, c.p, c.p_adjusted,
		c.actions, c.actions_done, c.actions_overdue, c.status
	FROM pledge_comparison(before_wave, after_wave, rule, options, level, rate_method, test, paired_test, p_method, as_of) AS c
	WHERE c.service OPERATOR(pg_catalog.=) $1
	ORDER BY c.standard_set COLLATE pg_catalog."C", c.version COLLATE pg_catalog."C", c.standard;
END;
COMMENT ON FUNCTION pledge_progress(text, text, text, text, jsonb, double precision, text, text, text, text, date) IS
'A service''s progress report: its rows of pledge_comparison, which see for columns, arguments, errors and what is defended. They hide what the report of all services hides, not less, for the two are read together. No rows for a service without results in either wave.';
CREATE FUNCTION pledge_overview(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, services bigint, services_hidden bigint, services_better bigint, services_worse bigint, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	WITH row_of AS MATERIALIZED (
		SELECT c.* FROM pledge_comparison(before_wave, after_wave, rule, options, level, rate_method, test, paired_test, p_method, as_of) AS c
	), change AS (
		SELECT r.standard_set, r.version, r.standard, count(*) FILTER (WHERE r.difference OPERATOR(pg_catalog.>) 0) AS better,
			count(*) FILTER (WHERE r.difference OPERATOR(pg_catalog.<) 0) AS worse
		FROM row_of AS r WHERE r.service IS NOT NULL AND r.p_adjusted OPERATOR(pg_catalog.<) (1::double precision OPERATOR(pg_catalog.-) level) GROUP BY 1, 2, 3
	)
	SELECT r.standard_set, r.version, r.standard, r.label, r.before_status, r.before_n, r.before_rate, r.before_low, r.before_high,
		r.after_status, r.after_n, r.after_rate, r.after_low, r.after_high, r.design, r.services, r.services_hidden, coalesce(c.better, 0), coalesce(c.worse, 0),
		r.difference, r.low, r.high, r.p, r.p_adjusted, r.actions, r.actions_done, r.actions_overdue, r.status
	FROM row_of AS r LEFT JOIN change AS c ON c.standard_set OPERATOR(pg_catalog.=) r.standard_set AND c.version OPERATOR(pg_catalog.=) r.version AND c.standard OPERATOR(pg_catalog.=) r.standard
	WHERE r.service IS NULL
	ORDER BY r.standard_set COLLATE pg_catalog."C", r.version COLLATE pg_catalog."C", r.standard;
END;
COMMENT ON FUNCTION pledge_overview(text, text, text, jsonb, double precision, text, text, text, text, date) IS
'All services together, a row for each standard: the rows without a service of pledge_comparison, which see for columns, arguments, errors and what is defended. services_better and services_worse: services whose figures are shown and whose p_adjusted is below 1 - level, by the sign of the difference.';
CREATE FUNCTION pledge_series(service text, rule text, options jsonb DEFAULT '{}', limits double precision DEFAULT 0.998)
	RETURNS TABLE(standard_set text, version text, standard integer, wave text, opened date, n bigint, rate double precision,
		centre double precision, low double precision, high double precision, beyond text, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
	WITH cell AS (
		SELECT c.standard_set, c.version, c.standard, c.wave, w.opened, c.status, CASE WHEN c.status IS NULL THEN c.result END AS result
		FROM pledge_wave AS w,
			LATERAL pledge_cells(ARRAY[w.wave], rule, options) AS c
		WHERE w.service OPERATOR(pg_catalog.=) $1 AND c.service OPERATOR(pg_catalog.=) $1
	), centred AS (
		SELECT c.*, rollup(c.result) OVER (PARTITION BY c.standard_set, c.version, c.standard) AS together FROM cell AS c
	)
	SELECT c.standard_set, c.version, c.standard, c.wave, c.opened, n(c.result), rate(c.result), rate(c.together), l.low, l.high,
		CASE WHEN rate(c.result) OPERATOR(pg_catalog.<) l.low THEN 'below' WHEN rate(c.result) OPERATOR(pg_catalog.>) l.high THEN 'above' END, c.status
	FROM centred AS c, LATERAL funnel_limits(CASE WHEN c.result IS NOT NULL THEN rate(c.together) END, n(c.result), 'exact', limits) AS l
	ORDER BY c.standard_set COLLATE pg_catalog."C", c.version COLLATE pg_catalog."C", c.standard, c.opened, c.wave COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION pledge_series(text, text, jsonb, double precision) IS
'The waves of a service in the order of their days, as a control chart of proportions that is right for tens of answers: centre is the rate of all waves together that are shown, low and high are the exact (binomial) limits within which a wave of n answers stays with the probability limits (0.998, as three standard deviations) if nothing changed, by funnel_limits. beyond: below or above them, or NULL. For many waves, or runs and trends, give rate and n to spc with chart p. status: as pledge_cells, and with c or w no figures; centre and limits come from shown figures. Errors: as pledge_cells and funnel_limits.';
CREATE FUNCTION pledge_themes(wave text, rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(service text, theme text, kind text, standard_set text, version text, standard integer, participants bigint, raised bigint, rate double precision, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	WITH judged AS (
		SELECT t.*, suppress(n(t.raised), ARRAY[t.theme], rule, options, positives(t.raised)) OVER (PARTITION BY t.service, t.theme, t.kind) AS status
		FROM pledge_theme AS t WHERE t.wave OPERATOR(pg_catalog.=) $1
	)
	SELECT j.service, j.theme, j.kind, j.standard_set, j.version, j.standard,
		CASE WHEN j.status IS NULL THEN n(j.raised) END, CASE WHEN j.status IS NULL THEN positives(j.raised) END, CASE WHEN j.status IS NULL THEN rate(j.raised) END, j.status
	FROM judged AS j
	ORDER BY j.service COLLATE pg_catalog."C", j.theme COLLATE pg_catalog."C", j.kind;
END;
COMMENT ON FUNCTION pledge_themes(text, text, jsonb) IS
'The themes of a wave''s groups, suppressed by rule and options: of participants how many raised a theme, and their share (0 to 1). status: NULL, c (hidden, no figures) or w (nobody took part). No totals over services or themes are formed, so that each cell stands for itself and nothing follows from the others but the number of participants, which a service''s themes have in common; publish no total beside it. Errors: as suppress.';
CREATE TABLE pledge_report (
	release text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	label text NOT NULL,
	service text,
	before_status text,
	before_n bigint,
	before_rate double precision,
	before_low double precision,
	before_high double precision,
	after_status text,
	after_n bigint,
	after_rate double precision,
	after_low double precision,
	after_high double precision,
	design text NOT NULL,
	services bigint,
	services_hidden bigint,
	difference double precision,
	low double precision,
	high double precision,
	p double precision,
	p_adjusted double precision,
	actions bigint NOT NULL,
	actions_done bigint NOT NULL,
	actions_overdue bigint NOT NULL,
	status text,
	CONSTRAINT pledge_report_once UNIQUE NULLS NOT DISTINCT (release, service, standard)
);
COMMENT ON TABLE pledge_report IS 'The Pledge as published: rows of pledge_comparison, suppressed, for everybody who may use the schema. Plain figures, added to by publish_pledge and never changed. The tables behind it are in confidence.';
COMMENT ON COLUMN pledge_report.release IS 'The release.';
COMMENT ON COLUMN pledge_report.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_report.version IS 'Its version.';
COMMENT ON COLUMN pledge_report.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_report.label IS 'What it asks for, in short.';
COMMENT ON COLUMN pledge_report.service IS 'The service; NULL: all services.';
COMMENT ON COLUMN pledge_report.before_status IS 'Of the earlier wave: NULL shown, c hidden, w no answers, x no result.';
COMMENT ON COLUMN pledge_report.before_n IS 'How many answered; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_rate IS 'Share for whom the standard was met, 0 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_low IS 'Lower limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_high IS 'Upper limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_status IS 'Of the later wave: NULL shown, c hidden, w no answers, x no result.';
COMMENT ON COLUMN pledge_report.after_n IS 'How many answered; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_rate IS 'Share for whom the standard was met, 0 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_low IS 'Lower limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_high IS 'Upper limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.design IS 'What was compared: different people, same people, different people within services.';
COMMENT ON COLUMN pledge_report.services IS 'Of all services: over how many.';
COMMENT ON COLUMN pledge_report.services_hidden IS 'Of all services: how many more have hidden results.';
COMMENT ON COLUMN pledge_report.difference IS 'Rate after minus before, -1 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.low IS 'Its lower limit.';
COMMENT ON COLUMN pledge_report.high IS 'Its upper limit.';
COMMENT ON COLUMN pledge_report.p IS 'Two-sided p of the difference.';
COMMENT ON COLUMN pledge_report.p_adjusted IS 'The same, adjusted for the standards shown.';
COMMENT ON COLUMN pledge_report.actions IS 'Actions for the standard that were not dropped.';
COMMENT ON COLUMN pledge_report.actions_done IS 'Of these done.';
COMMENT ON COLUMN pledge_report.actions_overdue IS 'Of these overdue at the day of the release.';
COMMENT ON COLUMN pledge_report.status IS 'NULL, or why there is no difference or test: see pledge_comparison.';
SELECT pg_catalog.pg_extension_config_dump('pledge_report', '');
GRANT SELECT, INSERT ON pledge_report TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER pledge_report_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON pledge_report
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_report_keep ON pledge_report IS 'Keeps its rows as they are.';
GRANT SELECT ON pledge_report TO PUBLIC;
CREATE FUNCTION publish_pledge(release text, standard_set text, version text, before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS bigint
	LANGUAGE sql VOLATILE
BEGIN ATOMIC
	-- the first statement holds the results, so that those behind it see all of them
	INSERT INTO pledge_release (release, standard_set, version, before_wave, after_wave, rule, options, settings)
	VALUES ($1, $2, $3, $4, $5, $6, $7, pg_catalog.jsonb_build_object('level', level, 'rate_method', rate_method, 'test', test,
		'paired_test', paired_test, 'p_method', p_method, 'as_of', as_of));
	INSERT INTO pledge_cell_status (standard_set, version, standard, wave, service, status, release)
	SELECT c.standard_set, c.version, c.standard, c.wave, c.service, c.status, $1
	FROM pledge_cells(ARRAY[$4, $5], $6, $7) AS c
	WHERE c.standard_set OPERATOR(pg_catalog.=) $2 AND c.version OPERATOR(pg_catalog.=) $3
		AND NOT EXISTS (SELECT FROM pledge_cell_status AS k WHERE k.standard_set OPERATOR(pg_catalog.=) $2 AND k.version OPERATOR(pg_catalog.=) $3 AND k.wave OPERATOR(pg_catalog.=) c.wave);
	INSERT INTO pledge_report
	SELECT $1, c.standard_set, c.version, c.standard, c.label, c.service, c.before_status, c.before_n, c.before_rate, c.before_low, c.before_high,
		c.after_status, c.after_n, c.after_rate, c.after_low, c.after_high, c.design, c.services, c.services_hidden, c.difference, c.low, c.high,
		c.p, c.p_adjusted, c.actions, c.actions_done, c.actions_overdue, c.status
	FROM pledge_comparison($4, $5, $6, $7, level, rate_method, test, paired_test, p_method, as_of) AS c
	WHERE c.standard_set OPERATOR(pg_catalog.=) $2 AND c.version OPERATOR(pg_catalog.=) $3;
	SELECT count(*) FROM pledge_report AS r WHERE r.release OPERATOR(pg_catalog.=) $1;
END;
COMMENT ON FUNCTION publish_pledge(text, text, text, text, text, text, jsonb, double precision, text, text, text, text, date) IS
'Publishes the comparison of two waves by one version of the standards: its rows, suppressed, go into pledge_report under the name release, the arguments into pledge_release, and what is hidden into pledge_cell_status. Returns the number of rows. From then on the results of both waves are final (keep_published), and what was decided of their figures holds for every later report, whatever its rule; whether pairs of the same people may be shown is not kept, so publish all reports of a wave by one rule. A transaction at a time publishes, and nobody enters results meanwhile. The other arguments are those of pledge_comparison. Errors: 23505 the release exists; 23502 an argument NULL; 55000 the transaction is not read committed; else as pledge_comparison.';
