-- ---------------------------------------------------------------------------------------------
-- Room survey: what was asked.  Catalogues of waves, option classes and routing, levels and
-- sub-groups, response, and a synthetic survey to try things on.
-- ---------------------------------------------------------------------------------------------

@survey/catalogue.sql@

@survey/levels.sql@

@survey/schemes.sql@

@survey/response.sql@

@survey/sample.sql@
