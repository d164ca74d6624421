-- ---------------------------------------------------------------------------------------------
-- Room improve: the Service Pledge, from standards and survey waves to actions and what came of them.
-- ---------------------------------------------------------------------------------------------

@improve/standards.sql@

@improve/services.sql@

@improve/actions.sql@

@improve/progress.sql@
