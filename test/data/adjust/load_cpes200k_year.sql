-- Loads the 200,000 respondents of cpes200k with their years into the temporary table wave_respondent;
-- levels are the letters of the patterns.  psql variable data: this directory as the server sees it.
CREATE TEMPORARY TABLE cpes200k_pattern (pattern text PRIMARY KEY, respondents text);
CREATE TEMPORARY TABLE cpes200k_year (line int GENERATED ALWAYS AS IDENTITY, years text);
\set file :data '/cpes200k.csv'
COPY cpes200k_pattern FROM :'file' (FORMAT csv, HEADER);
\set file :data '/cpes200k_year.csv'
COPY cpes200k_year (years) FROM :'file' (FORMAT csv, HEADER);
CREATE TEMPORARY TABLE wave_respondent AS
SELECT 'T' || to_char(trust, 'FM000') AS trust, 2023 + get_bit((SELECT decode(string_agg(years, '' ORDER BY line), 'base64') FROM cpes200k_year), place - 1) AS year,
	string_to_array(pattern, NULL, '.') AS level, CASE symbol % 3 WHEN 0 THEN false WHEN 1 THEN true END AS q1
FROM (SELECT pattern, symbol, trust, row_number() OVER (ORDER BY pattern COLLATE "C", place) AS place
	FROM (SELECT pattern, place, symbol,
			1 + sum(CASE symbol WHEN -1 THEN 20 ELSE symbol / 3 END) OVER (PARTITION BY pattern ORDER BY place) AS trust
		FROM (SELECT pattern, place,
				strpos('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', letter) - 1 AS symbol
			FROM cpes200k_pattern, string_to_table(respondents, NULL) WITH ORDINALITY AS t (letter, place)) AS c) AS s
	WHERE symbol >= 0) AS r;
ANALYZE wave_respondent;
