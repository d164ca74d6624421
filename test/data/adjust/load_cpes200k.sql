-- Loads the 200,000 respondents of cpes200k into the table respondent, one row each.
-- psql variables: data, this directory as the server sees it; temporary, "TEMPORARY" or empty.
CREATE :temporary TABLE cpes200k_pattern (pattern text PRIMARY KEY, respondents text);
CREATE :temporary TABLE cpes200k_level (covariate text, code text, level text, PRIMARY KEY (covariate, code));
\set file :data '/cpes200k.csv'
COPY cpes200k_pattern FROM :'file' (FORMAT csv, HEADER);
\set file :data '/cpes200k_level.csv'
COPY cpes200k_level FROM :'file' (FORMAT csv, HEADER);
CREATE :temporary TABLE respondent AS
SELECT 'T' || to_char(trust, 'FM000') AS trust, age.level AS age, sex.level AS sex, eth.level AS eth,
	imd.level AS imd, tum.level AS tum, ltc.level AS ltc,
	CASE symbol % 3 WHEN 0 THEN false WHEN 1 THEN true END AS q1
FROM (SELECT pattern, symbol,
		1 + sum(CASE symbol WHEN -1 THEN 20 ELSE symbol / 3 END) OVER (PARTITION BY pattern ORDER BY place) AS trust
	FROM (SELECT pattern, place,
			strpos('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', letter) - 1 AS symbol
		FROM cpes200k_pattern, string_to_table(respondents, NULL) WITH ORDINALITY AS t (letter, place)) AS c) AS s
LEFT JOIN cpes200k_level AS age ON age.covariate = 'age' AND age.code = substr(pattern, 1, 1)
LEFT JOIN cpes200k_level AS sex ON sex.covariate = 'sex' AND sex.code = substr(pattern, 2, 1)
LEFT JOIN cpes200k_level AS eth ON eth.covariate = 'eth' AND eth.code = substr(pattern, 3, 1)
LEFT JOIN cpes200k_level AS imd ON imd.covariate = 'imd' AND imd.code = substr(pattern, 4, 1)
LEFT JOIN cpes200k_level AS tum ON tum.covariate = 'tum' AND tum.code = substr(pattern, 5, 1)
LEFT JOIN cpes200k_level AS ltc ON ltc.covariate = 'ltc' AND ltc.code = substr(pattern, 6, 1)
WHERE symbol >= 0;
ANALYZE respondent;
