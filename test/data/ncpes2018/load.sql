-- Loads the published 2018 figures into tables named after the files.
-- psql variables: data, this directory as the server sees it; temporary, "TEMPORARY" or empty.
CREATE :temporary TABLE question (
	question text PRIMARY KEY, position int, section text, label text, measure text,
	national_n int, national_score numeric, national_low numeric, national_high numeric);
CREATE :temporary TABLE trust (code text PRIMARY KEY, name text, alliance text);
CREATE :temporary TABLE trust_score (
	question text, trust text, n int, score_rounded numeric, low float8, high float8,
	expected_low float8, expected_high float8, band text, score_recovered float8,
	unadj_n int, unadj_score numeric, unadj_low numeric, unadj_high numeric, k int, k_unique int,
	PRIMARY KEY (question, trust));
CREATE :temporary TABLE tumour_group (position int PRIMARY KEY, name text);
CREATE :temporary TABLE tumour (question text, trust text, n int[], score numeric[], PRIMARY KEY (question, trust));
CREATE :temporary TABLE expected_range_parameter (
	question text PRIMARY KEY, n_trusts_published int, n_trusts_all int, centre float8, tau2 float8,
	z float8, tau2_omit float8, tau2_at_centre float8);
\set file :data '/question.csv'
COPY question FROM :'file' (FORMAT csv, HEADER);
\set file :data '/trust.csv'
COPY trust FROM :'file' (FORMAT csv, HEADER);
\set file :data '/trust_score.csv'
COPY trust_score FROM :'file' (FORMAT csv, HEADER);
\set file :data '/tumour_group.csv'
COPY tumour_group FROM :'file' (FORMAT csv, HEADER);
\set file :data '/tumour.csv'
COPY tumour FROM :'file' (FORMAT csv, HEADER);
\set file :data '/expected_range_parameter.csv'
COPY expected_range_parameter FROM :'file' (FORMAT csv, HEADER);
ANALYZE trust_score;
ANALYZE tumour;
