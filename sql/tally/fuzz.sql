-- 240,000 mutated literals: each is read or refused with 22P02, 22023 or 22003, and what is read prints, reads back and can be used.
SET search_path = cancer_pe, public;
CREATE FUNCTION pg_temp.mutate(seed text, turn int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	letters constant text := '0123456789abcdef=-. pnwxyt';
	at int := 1 + abs(hashint4(turn)) % length(seed);
	letter text := substr(letters, 1 + abs(hashint4(turn * 7 + 1)) % length(letters), 1);
BEGIN
	RETURN CASE abs(hashint4(turn * 13 + 5)) % 5
		WHEN 0 THEN overlay(seed PLACING letter FROM at FOR 1)
		WHEN 1 THEN overlay(seed PLACING '' FROM at FOR 1 + turn % 3)
		WHEN 2 THEN overlay(seed PLACING letter FROM at FOR 0)
		WHEN 3 THEN left(seed, at) || right(seed, at)
		ELSE overlay(overlay(seed PLACING letter FROM at FOR 1) PLACING '9' FROM 1 + abs(hashint4(turn + 99)) % length(seed) FOR 1) END;
END $$;
CREATE FUNCTION pg_temp.try(seeds text[], kind text, turns int, OUT read int, OUT refused int, OUT wrong int) LANGUAGE plpgsql AS $$
DECLARE seed text; literal text; again text; used float8; t tally; m moments; h tally_sheet;
BEGIN
	read := 0; refused := 0; wrong := 0;
	FOR turn IN 1 .. turns LOOP
		literal := pg_temp.mutate(seeds[1 + turn % array_length(seeds, 1)], turn);
		BEGIN
			IF kind = 'tally' THEN
				t := literal::tally;
				again := t::text::tally::text;
				used := coalesce(rate(t), 0) + coalesce(rate_se(t), 0) + n_eff(t) + coalesce((rate_ci(t)).low, 0) + n(tally_combine(t, t));
				IF again <> t::text OR NOT (used < 'Infinity') OR t::text::tally <> t THEN wrong := wrong + 1; END IF;
			ELSIF kind = 'tally_sheet' THEN
				h := literal::tally_sheet;
				again := h::text::tally_sheet::text;
				SELECT coalesce(sum(rate), 0) + coalesce(sum(mean), 0) + sum(n_base) + sum(n(answers)) + sum(n(rating)) INTO used FROM sheet_rows(tally_sheet_combine(h, h));
				used := used + n(h) + length(sheet_wave(h));
				IF again <> h::text OR NOT (abs(used) < 'Infinity') OR h::text::tally_sheet <> h THEN wrong := wrong + 1; END IF;
			ELSE
				m := literal::moments;
				again := m::text::moments::text;
				used := coalesce(mean(m), 0) + coalesce(sd(m), 0) + coalesce(mean_se(m), 0) + n_eff(m) + n(moments_combine(m, m));
				IF again <> m::text OR NOT (abs(used) < 'Infinity') OR m::text::moments <> m THEN wrong := wrong + 1; END IF;
			END IF;
			read := read + 1;
		EXCEPTION
			WHEN invalid_text_representation OR invalid_parameter_value OR numeric_value_out_of_range THEN refused := refused + 1;
		END;
	END LOOP;
END $$;
SELECT read + refused AS tried, read > 1000 AS some_read, refused > 1000 AS some_refused, wrong
FROM pg_temp.try(ARRAY['n=3 positive=2 missing=0 invalid=0', 'n=10 positive=7 missing=1 invalid=2 w=236c147bp-49 wy=38acep-40 ww=8e779dp-52 wwy=1c7e52p-60',
	(SELECT tally(i % 3 = 0, 1 + i / 7.0)::text FROM generate_series(1, 99) AS i)], 'tally', 100000);
SELECT read + refused AS tried, read > 1000 AS some_read, refused > 1000 AS some_refused, wrong
FROM pg_temp.try(ARRAY['n=3 missing=2 x=6p0 xx=ep0', 'n=0 missing=5', (SELECT moments(i / 7.0)::text FROM generate_series(1, 99) AS i),
	(SELECT moments(i, 1 + i / 7.0)::text FROM generate_series(1, 9) AS i)], 'moments', 100000);
SELECT read + refused AS tried, read > 1000 AS some_read, refused > 1000 AS some_refused, wrong
FROM pg_temp.try(ARRAY['rows=2 wave="w" neutral=excluded clean=f weighted=f "Q1" scored missing=1 invalid=0 1+=1 2-=0',
	'rows=2 wave="w" neutral=scored clean=t weighted=t "Q1" scored missing=0 invalid=0 1+=1(1p0,1p0) 2@-2.5-=1(1p1,1p2) "Q2" rating missing=2(3p0,5p0) invalid=0 0@0r=0 10@10r=0',
	(SELECT tally_sheet(sheet_plan('2018', '{"questions": ["Q1", "Q5"]}'), ARRAY[1 + i % 3, NULL], 1 + i / 7.0)::text FROM generate_series(1, 9) AS i)], 'tally_sheet', 40000);
