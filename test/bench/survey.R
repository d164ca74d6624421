# What R's survey takes for a mean with its standard error and for raking, over the respondents of a CSV file (columns value,
# weight, trust, psu, age, sex, deprivation; the second file: margin, category, total).  Prints "cpu VERSION NS NS", CPU a
# respondent with the design made before; "mean MEAN SE"; "raked SQUARES", the sum of squared weights over their sum.
suppressMessages(library(survey))
arguments <- commandArgs(TRUE)
answers <- read.csv(arguments[1], colClasses = c(psu = "character", deprivation = "character"))
margins <- read.csv(arguments[2], colClasses = c(category = "character"))
cpu <- function(expression) {
	gc()
	began <- proc.time()
	eval.parent(expression)
	sum((proc.time() - began)[c("user.self", "sys.self")])
}
population <- function(name) {
	rows <- margins[margins$margin == name, ]
	setNames(data.frame(rows$category, rows$total), c(name, "Freq"))
}
design <- svydesign(ids = ~psu, strata = ~trust, weights = ~weight, data = answers, nest = TRUE)
estimating <- cpu(quote(estimate <- svymean(~value, design, na.rm = TRUE)))
raking <- cpu(quote(raked <- rake(design, list(~age, ~sex, ~deprivation), lapply(c("age", "sex", "deprivation"), population),
	control = list(maxit = 1000, epsilon = 1e-10))))
w <- weights(raked)
cat("cpu", as.character(packageVersion("survey")), sprintf("%.0f", 1e9 * c(estimating, raking) / nrow(answers)), "\n")
cat("mean", sprintf("%.6f", c(coef(estimate), SE(estimate))), "\n")
cat("raked", sprintf("%.6f", sum(w^2) / sum(w)), "\n")
