-- ---------------------------------------------------------------------------------------------
-- Room cohort: who the patients are, and what care reached them.
-- ---------------------------------------------------------------------------------------------

@cohort/codes.sql@

@cohort/icd10.sql@

@cohort/secondary_status.sql@

@cohort/completeness.sql@

@cohort/offers.sql@

@cohort/linkage.sql@

@cohort/prevalence.sql@

@cohort/metrics.sql@
