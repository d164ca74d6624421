-- ---- a synthetic survey ----

CREATE TABLE sample_question (
	question text NOT NULL,
	item integer NOT NULL,
	kind text NOT NULL,
	position integer,
	parent text,
	class text[],
	share integer[] NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT sample_question_pkey PRIMARY KEY (question),
	CONSTRAINT sample_question_item_key UNIQUE (item),
	CONSTRAINT sample_question_parent_fkey FOREIGN KEY (parent) REFERENCES sample_question,
	CONSTRAINT sample_question_kind_known CHECK (kind IN ('percent', 'rating', 'filter', 'unscored')),
	CONSTRAINT sample_question_shipped CHECK (builtin)
);
COMMENT ON TABLE sample_question IS 'The questions that sample_responses answers: those of the National Cancer Patient Experience Survey 2018 by number, with the class of each option. The classes are inferred from the form of the questions and agree with the published national scores; those of Q1, Q2 and Q5 to Q9 are published, but for two options of Q8. Shares are invented. All rows are shipped.';
COMMENT ON COLUMN sample_question.question IS 'Number of the question, as Q17.';
COMMENT ON COLUMN sample_question.item IS 'Order: 1, 2, ...; the answers of sample_responses have the same.';
COMMENT ON COLUMN sample_question.kind IS 'percent (options have classes), rating (answers 0 to 10), filter (1 = yes leads on), or unscored.';
COMMENT ON COLUMN sample_question.position IS 'Place among the 52 scored questions, in the arrays of sample_margin; NULL when not scored.';
COMMENT ON COLUMN sample_question.parent IS 'The question whose answer 1 leads to this one; NULL when everybody is asked.';
COMMENT ON COLUMN sample_question.class IS 'positive, negative or excluded, for the option codes 1, 2, ... of kind percent; NULL for other kinds.';
COMMENT ON COLUMN sample_question.share IS 'Invented: how often each option is taken, relative to those of its class (kind percent) or to all; of a rating for 0, 1, ...; not used for filters.';
COMMENT ON COLUMN sample_question.builtin IS 'Always true: rows are shipped, and replaced by extension updates.';
@base/protected.sql sample_question@
GRANT SELECT ON sample_question TO PUBLIC;

INSERT INTO sample_question (question, item, kind, position, parent, class, share, builtin)
SELECT f[1], number::integer - 2, f[2], nullif(f[3], '')::integer, nullif(f[4], ''), nullif(f[5], '')::text[], f[6]::integer[], true
FROM string_to_table($questions$
@survey/sample/question.csv@
$questions$, E'\n') WITH ORDINALITY AS l (line, number), string_to_array(line, '|') AS f -- an empty line and the header go first
WHERE line <> '' AND line NOT LIKE 'question|%';

CREATE TABLE sample_margin (
	trust text NOT NULL,
	rating double precision,
	scored integer[] NOT NULL,
	positive integer[] NOT NULL,
	tumour integer[] NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT sample_margin_pkey PRIMARY KEY (trust),
	CONSTRAINT sample_margin_shipped CHECK (builtin)
);
COMMENT ON TABLE sample_margin IS 'Real margins that the invented respondents of sample_responses keep to: the published unadjusted counts of the National Cancer Patient Experience Survey 2018 by trust, all cancers. Source: NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (2019; Quality Health; Crown copyright), by way of github.com/Centre-for-Cancer-Outcomes/NCPES-Dashboard, commit ddeac51. The licence of the published tables is unconfirmed: confirm it before redistributing the figures. All rows are shipped.';
COMMENT ON COLUMN sample_margin.trust IS 'Code of the NHS trust (ODS), as in 2018.';
COMMENT ON COLUMN sample_margin.rating IS 'Published mean of Q59, 0 to 10, two decimals; NULL where suppressed.';
COMMENT ON COLUMN sample_margin.scored IS 'Scored answers of the 52 questions, by sample_question.position. The largest is taken for the number of respondents.';
COMMENT ON COLUMN sample_margin.positive IS 'Positive answers, by the same: derived, the whole number that gives the published interval back (in 20 cells of 1,080 answers or more one of several). NULL where the score is suppressed, and for Q59.';
COMMENT ON COLUMN sample_margin.tumour IS 'Respondents by tumour group, the largest number over the questions: Brain and CNS, Breast, Colorectal, Gynaecological, Haematological, Head and Neck, Lung, Other, Prostate, Sarcoma, Skin, Upper Gastro, Urological.';
COMMENT ON COLUMN sample_margin.builtin IS 'Always true: rows are shipped, and replaced by extension updates.';
@base/protected.sql sample_margin@
GRANT SELECT ON sample_margin TO PUBLIC;

INSERT INTO sample_margin (trust, rating, scored, positive, tumour, builtin)
SELECT f[1], nullif(f[2], '')::double precision, f[3]::integer[], f[4]::integer[], f[5]::integer[], true
FROM string_to_table($margins$
@survey/sample/margin.csv@
$margins$, E'\n') AS line, string_to_array(line, '|') AS f
WHERE line <> '' AND line NOT LIKE 'trust|%';

CREATE TYPE sample_response AS (
	respondent bigint,
	trust text,
	tumour_group text,
	age_band text,
	sex text,
	ethnicity text,
	deprivation integer,
	q1 integer,
	q2 integer,
	q3 integer,
	q4 integer,
	q5 integer,
	q6 integer,
	q7 integer,
	q8 integer,
	q9 integer,
	q10 integer,
	q11 integer,
	q12 integer,
	q13 integer,
	q14 integer,
	q15 integer,
	q16 integer,
	q17 integer,
	q18 integer,
	q19 integer,
	q20 integer,
	q21 integer,
	q22 integer,
	q23 integer,
	q24 integer,
	q25 integer,
	q26 integer,
	q27 integer,
	q28 integer,
	q29 integer,
	q30 integer,
	q31 integer,
	q32 integer,
	q33 integer,
	q34 integer,
	q35 integer,
	q36 integer,
	q37 integer,
	q38 integer,
	q39 integer,
	q40 integer,
	q41 integer,
	q42 integer,
	q43 integer,
	q44 integer,
	q45 integer,
	q46 integer,
	q47 integer,
	q48 integer,
	q49 integer,
	q50 integer,
	q51 integer,
	q52 integer,
	q53 integer,
	q54 integer,
	q55 integer,
	q56 integer,
	q57 integer,
	q58 integer,
	q59 integer,
	q61 integer,
	q62 integer
);
COMMENT ON TYPE sample_response IS 'An invented respondent of sample_responses; use it for a table: CREATE TABLE demo OF cancer_pe.sample_response. Answers are option codes as they come from the questionnaire (1, 2, ...; Q59 0 to 10), NULL where there is none. Labels are this project''s own words.';
COMMENT ON COLUMN sample_response.respondent IS '1, 2, ... in the order of trusts.';
COMMENT ON COLUMN sample_response.trust IS 'The real trust''s code (ODS), as in sample_margin.';
COMMENT ON COLUMN sample_response.tumour_group IS 'One of the 13 tumour groups of the published tables, each in the real proportion within the trust.';
COMMENT ON COLUMN sample_response.age_band IS 'Invented: ''16-24'', ''25-34'', ..., ''75-84'', ''85+''.';
COMMENT ON COLUMN sample_response.sex IS 'Invented: ''Male'' or ''Female''; prostate cancer is men''s, gynaecological cancer women''s.';
COMMENT ON COLUMN sample_response.ethnicity IS 'Invented: ''White'', ''Mixed'', ''Asian'', ''Black'', ''Other'', NULL where not given.';
COMMENT ON COLUMN sample_response.deprivation IS 'Invented: quintile, 1 = most deprived to 5.';
COMMENT ON COLUMN sample_response.q1 IS 'Q1: Seen GP once or twice.';
COMMENT ON COLUMN sample_response.q2 IS 'Q2: First hospital wait acceptable.';
COMMENT ON COLUMN sample_response.q3 IS 'Q3: Time to first GP visit (not scored).';
COMMENT ON COLUMN sample_response.q4 IS 'Q4: Filter: had a test; leads on to Q5 to Q7.';
COMMENT ON COLUMN sample_response.q5 IS 'Q5: Test preparation information complete.';
COMMENT ON COLUMN sample_response.q6 IS 'Q6: Test wait acceptable.';
COMMENT ON COLUMN sample_response.q7 IS 'Q7: Test results fully explained.';
COMMENT ON COLUMN sample_response.q8 IS 'Q8: Told companion welcome.';
COMMENT ON COLUMN sample_response.q9 IS 'Q9: Diagnosis given sensitively.';
COMMENT ON COLUMN sample_response.q10 IS 'Q10: Diagnosis fully understood.';
COMMENT ON COLUMN sample_response.q11 IS 'Q11: Clear leaflet on own cancer.';
COMMENT ON COLUMN sample_response.q12 IS 'Q12: Options fully explained.';
COMMENT ON COLUMN sample_response.q13 IS 'Q13: Side effects fully explained.';
COMMENT ON COLUMN sample_response.q14 IS 'Q14: Side-effect help definitely offered.';
COMMENT ON COLUMN sample_response.q15 IS 'Q15: Late effects fully explained.';
COMMENT ON COLUMN sample_response.q16 IS 'Q16: Fully involved in decisions.';
COMMENT ON COLUMN sample_response.q17 IS 'Q17: Named nurse specialist given.';
COMMENT ON COLUMN sample_response.q18 IS 'Q18: Nurse specialist easily reached.';
COMMENT ON COLUMN sample_response.q19 IS 'Q19: Nurse specialist answers understandable.';
COMMENT ON COLUMN sample_response.q20 IS 'Q20: Support group information given.';
COMMENT ON COLUMN sample_response.q21 IS 'Q21: Daily life impact discussed.';
COMMENT ON COLUMN sample_response.q22 IS 'Q22: Financial help information given.';
COMMENT ON COLUMN sample_response.q23 IS 'Q23: Free prescription entitlement mentioned.';
COMMENT ON COLUMN sample_response.q24 IS 'Q24: Filter: had an operation; leads on to Q25 and Q26.';
COMMENT ON COLUMN sample_response.q25 IS 'Q25: Operation preparation information complete.';
COMMENT ON COLUMN sample_response.q26 IS 'Q26: Operation outcome fully explained.';
COMMENT ON COLUMN sample_response.q27 IS 'Q27: Filter: had an operation or a night in hospital; leads on to Q28 to Q39.';
COMMENT ON COLUMN sample_response.q28 IS 'Q28: Not talked over by staff.';
COMMENT ON COLUMN sample_response.q29 IS 'Q29: Trust in all doctors.';
COMMENT ON COLUMN sample_response.q30 IS 'Q30: Family access to doctor.';
COMMENT ON COLUMN sample_response.q31 IS 'Q31: Trust in all ward nurses.';
COMMENT ON COLUMN sample_response.q32 IS 'Q32: Enough nurses almost always.';
COMMENT ON COLUMN sample_response.q33 IS 'Q33: Preferred name asked by all.';
COMMENT ON COLUMN sample_response.q34 IS 'Q34: Privacy always sufficient.';
COMMENT ON COLUMN sample_response.q35 IS 'Q35: Inpatient worries talked through.';
COMMENT ON COLUMN sample_response.q36 IS 'Q36: Pain control definitely sufficient.';
COMMENT ON COLUMN sample_response.q37 IS 'Q37: Always respected and dignified.';
COMMENT ON COLUMN sample_response.q38 IS 'Q38: Written discharge advice clear.';
COMMENT ON COLUMN sample_response.q39 IS 'Q39: Contact for after discharge.';
COMMENT ON COLUMN sample_response.q40 IS 'Q40: Filter: outpatient or day case; leads on to Q41 and Q42.';
COMMENT ON COLUMN sample_response.q41 IS 'Q41: Outpatient worries talked through.';
COMMENT ON COLUMN sample_response.q42 IS 'Q42: Records ready at appointment.';
COMMENT ON COLUMN sample_response.q43 IS 'Q43: Filter: had radiotherapy; leads on to Q44 and Q45.';
COMMENT ON COLUMN sample_response.q44 IS 'Q44: Radiotherapy preparation information complete.';
COMMENT ON COLUMN sample_response.q45 IS 'Q45: Radiotherapy progress information complete.';
COMMENT ON COLUMN sample_response.q46 IS 'Q46: Filter: had chemotherapy; leads on to Q47 and Q48.';
COMMENT ON COLUMN sample_response.q47 IS 'Q47: Chemotherapy preparation information complete.';
COMMENT ON COLUMN sample_response.q48 IS 'Q48: Chemotherapy progress information complete.';
COMMENT ON COLUMN sample_response.q49 IS 'Q49: Family informed for home care.';
COMMENT ON COLUMN sample_response.q50 IS 'Q50: Community support during treatment.';
COMMENT ON COLUMN sample_response.q51 IS 'Q51: Community support after treatment.';
COMMENT ON COLUMN sample_response.q52 IS 'Q52: GP sufficiently informed.';
COMMENT ON COLUMN sample_response.q53 IS 'Q53: Practice support definitely sufficient.';
COMMENT ON COLUMN sample_response.q54 IS 'Q54: Teams always worked together.';
COMMENT ON COLUMN sample_response.q55 IS 'Q55: Care plan received.';
COMMENT ON COLUMN sample_response.q56 IS 'Q56: Administration rated good.';
COMMENT ON COLUMN sample_response.q57 IS 'Q57: Clinic waits acceptable.';
COMMENT ON COLUMN sample_response.q58 IS 'Q58: Research participation discussed.';
COMMENT ON COLUMN sample_response.q59 IS 'Q59: Overall care rating.';
COMMENT ON COLUMN sample_response.q61 IS 'Q61: Cancer had spread when found (not scored).';
COMMENT ON COLUMN sample_response.q62 IS 'Q62: State of the disease now (not scored).';

CREATE FUNCTION sample_responses(n bigint, seed bigint, errors double precision DEFAULT 0, first bigint DEFAULT 1, last bigint DEFAULT NULL)
	RETURNS SETOF sample_response AS 'MODULE_PATHNAME', 'cpe_sample_responses'
	LANGUAGE C STABLE PARALLEL SAFE ROWS 72683;
COMMENT ON FUNCTION sample_responses(bigint, bigint, double precision, bigint, bigint) IS 'Synthetic data: invented people with real margins, to try things on and to measure; nothing in it is about anybody. n respondents (NULL: the 72,683 of the survey) answer the National Cancer Patient Experience Survey 2018; each trust has its real share of them, each question in each trust the published number of scored and of positive answers in sample_margin, and Q59 the published mean to half a point over the number of answers. With NULL these are exact but where nothing is published (suppressed scores), which have the national rate; with another n they are in proportion, rounded up or down by a seeded chance, less than one person off. Filters are kept to: nobody answers what was not asked. Answers do not depend on one another, nor on who answers. What each option gets within its class, Q3, Q61, Q62, age, sex, ethnicity and deprivation are invented. seed: the same gives the same people, on every platform; each row is computed alone. errors: the share of respondents with one planted mistake, in turn an answer to a question they were not led to, a code out of range (99, or one above the last), 999 for all that is missing, and a filter left out with an answer behind it. first, last: only these respondents, the same as in the whole; so several sessions can each make a part. In FROM the rows go through a temporary file when they are many; in a SELECT list they stream: SELECT (r).* FROM (SELECT cancer_pe.sample_responses(NULL, 1) AS r) AS s. Errors: 22004 seed, errors or first NULL; 22023 n not within 0 and 1,000,000,000, errors not within 0 and 1, first below 1.';
