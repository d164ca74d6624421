-- ---------------------------------------------------------------------------------------------
-- Room adjust: case-mix models from respondents collapsed to patterns, and what they say of each
-- organisation; direct and indirect standardisation.
-- ---------------------------------------------------------------------------------------------

@adjust/casemix.sql@
@adjust/casemix_sheet.sql@
@adjust/model.sql@
@adjust/fit.sql@
@adjust/cahps.sql@
@adjust/composite.sql@
@adjust/standardisation.sql@
