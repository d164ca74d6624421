-- What stands for no answer in text and in columns, as COMMENT ON FUNCTION read_answers says.
SET search_path = public, cancer_pe;
SELECT read_answers('{NULL,"",.,NA,na,N/A,n/a,"NULL",null,NaN,nan," "," 4 ",2.0,2.000000}');
SELECT read_answers('{nil}');
SELECT read_answers('{nil,2.5,0x2}', false);
SELECT score_columns('Distress Thermometer', true, v) FROM unnest('{7.0,NaN,NULL}'::float8[]) AS v;
SELECT score_columns('Distress Thermometer', true, 7.5);
