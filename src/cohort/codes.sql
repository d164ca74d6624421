-- ---- code lists by date ----

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
	CONSTRAINT code_pkey PRIMARY KEY (list, code, valid),
	CONSTRAINT code_one_meaning_at_a_date EXCLUDE USING gist (text_range(list, list, '[]') WITH &&, text_range(code, code, '[]') WITH &&, valid WITH &&),
	CONSTRAINT code_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT code_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
