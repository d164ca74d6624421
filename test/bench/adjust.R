# What R's glm takes for case-mix models.  The first file: respondents, positive (0 or 1) and their factors, for one model of all
# factors; it is fitted to the rows, and to the rows collapsed with aggregate().  The second file: respondents, q... (0, 1 or none),
# and their factors with the trust, for a model of each question.  Prints, CPU in ms, the data being in memory before: "cpu VERSION
# ROWS COLLAPSED", of the latter "aggregate MS"; "deviance DEVIANCE"; "coefficients ..." of the rows; "trusts N MS ...".
arguments <- commandArgs(TRUE)
cpu <- function(expression) {
	gc()
	began <- proc.time()
	eval.parent(expression)
	1000 * sum((proc.time() - began)[c("user.self", "sys.self")])
}
read <- function(file) {
	rows <- read.csv(file, colClasses = "character", na.strings = "")
	number <- grepl("^(positive|q[0-9]+)$", names(rows))
	rows[number] <- lapply(rows[number], as.numeric)
	rows[!number] <- lapply(rows[!number], function(level) factor(level, sort(unique(level), method = "radix")))
	rows
}

patients <- read(arguments[1])
rowwise <- cpu(quote(model <- glm(positive ~ ., binomial, patients)))
collapsing <- cpu(quote(cells <- aggregate(cbind(positive, n = 1) ~ ., patients, sum)))
fitting <- cpu(quote(collapsed <- glm(cbind(positive, n - positive) ~ ., binomial, cells)))
stopifnot(all.equal(coef(model), coef(collapsed), tolerance = 1e-6))
cat("cpu", paste(R.version$major, R.version$minor, sep = "."), sprintf("%.0f", c(rowwise, collapsing + fitting)), "\n")
cat("aggregate", sprintf("%.0f", collapsing), "\n")
cat("deviance", sprintf("%.3f", deviance(model)), "\n")
cat("coefficients", sprintf("%.6f", coef(model)), "\n")
rm(patients, model, cells, collapsed)

respondents <- read(arguments[2])
questions <- grep("^q[0-9]+$", names(respondents), value = TRUE)
factors <- respondents[setdiff(names(respondents), questions)]
took <- sapply(questions, function(question) {
	rows <- cbind(y = respondents[[question]], factors)
	cpu(quote(glm(y ~ ., binomial, rows)))
})
cat("trusts", nrow(respondents), sprintf("%.0f", took), "\n")
