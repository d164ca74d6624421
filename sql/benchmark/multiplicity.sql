-- Many tests at once: adjusted p values as a window function, grades by cut points, seven-band tables.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/benchmark/p_adjust.csv'
CREATE TEMP TABLE test (set text, p float8, bonferroni float8, holm float8, hochberg float8, hommel float8, bh float8, by float8);
\copy test FROM PSTDIN
