-- Loads the tables of disclosure control with all their margins, as GROUP BY writes them, into temporary tables
-- f01 (trust, tumour), f03 (trust, tumour, age), f04 (alliance, trust, tumour), f05 (alliance, trust, tumour, age):
-- dims text[], NULL: total; n bigint, zeros included.  psql variable: data, this directory as the server sees it.
CREATE TEMPORARY TABLE f01_inner (trust text, n1 int, n2 int, n3 int, n4 int, n5 int, n6 int, n7 int, n8 int);
CREATE TEMPORARY TABLE f03_inner (trust text, tumour text, n1 int, n2 int, n3 int, n4 int, n5 int, n6 int);
CREATE TEMPORARY TABLE f04_inner (
	alliance text, trust text, n1 int, n2 int, n3 int, n4 int, n5 int, n6 int, n7 int, n8 int, n9 int, n10 int, n11 int,
	n12 int, n13 int);
CREATE TEMPORARY TABLE f05_inner (
	alliance text, trust text, tumour text, n1 int, n2 int, n3 int, n4 int, n5 int, n6 int);
\set file :data '/F01.csv'
COPY f01_inner FROM :'file' (FORMAT csv, HEADER);
\set file :data '/F03.csv'
COPY f03_inner FROM :'file' (FORMAT csv, HEADER);
\set file :data '/F04.csv'
COPY f04_inner FROM :'file' (FORMAT csv, HEADER);
\set file :data '/F05.csv'
COPY f05_inner FROM :'file' (FORMAT csv, HEADER);
CREATE TEMPORARY TABLE f01 AS
SELECT ARRAY[trust, tumour] AS dims, sum(n)::bigint AS n
FROM f01_inner,
	unnest(
		'{Brain,Breast,Colorectal,Gynae,Haem,HeadNeck,Lung,Prostate}'::text[],
		ARRAY[n1, n2, n3, n4, n5, n6, n7, n8]) AS a (tumour, n)
GROUP BY CUBE (trust, tumour);
CREATE TEMPORARY TABLE f03 AS
SELECT ARRAY[trust, tumour, age] AS dims, sum(n)::bigint AS n
FROM f03_inner,
	unnest('{16-44,45-54,55-64,65-74,75-84,85+}'::text[], ARRAY[n1, n2, n3, n4, n5, n6]) AS a (age, n)
GROUP BY CUBE (trust, tumour, age);
CREATE TEMPORARY TABLE f04 AS
SELECT ARRAY[alliance, trust, tumour] AS dims, sum(n)::bigint AS n
FROM f04_inner,
	unnest(
		'{Brain,Breast,Colorectal,Gynae,Haem,HeadNeck,Lung,Prostate,Sarcoma,Skin,UpperGI,Urology,Other}'::text[],
		ARRAY[n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13]) AS a (tumour, n)
GROUP BY ROLLUP (alliance, trust), CUBE (tumour);
CREATE TEMPORARY TABLE f05 AS
SELECT ARRAY[alliance, trust, tumour, age] AS dims, sum(n)::bigint AS n
FROM f05_inner,
	unnest('{16-44,45-54,55-64,65-74,75-84,85+}'::text[], ARRAY[n1, n2, n3, n4, n5, n6]) AS a (age, n)
GROUP BY ROLLUP (alliance, trust), CUBE (tumour, age);
DROP TABLE f01_inner, f03_inner, f04_inner, f05_inner;
ANALYZE f01;
ANALYZE f03;
ANALYZE f04;
ANALYZE f05;
