-- ---- ICD-10 codes and NHS numbers ----

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
