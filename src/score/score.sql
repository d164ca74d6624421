-- ---------------------------------------------------------------------------------------------
-- Room score: what an answer means.  Instruments and their scales, EQ-5D, FHIR, interpretation.
-- ---------------------------------------------------------------------------------------------

@score/eq5d.sql@
@score/fhir.sql@
@score/interpret.sql@
