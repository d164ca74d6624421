# What R's PROscorer takes for QLQ-C30 scores of the respondents of a CSV file (columns q1 to q30).  Prints
# "cpu VERSION NS NS NS", CPU a respondent: one call for all in memory; the same with reading the file; a call
# a respondent, of the first 500.  Prints "means ...", of the scores.
suppressMessages(library(PROscorer))
file <- commandArgs(TRUE)[1]
cpu <- function(expression, times) {
	least <- Inf
	for (i in seq_len(times)) {
		gc()
		began <- proc.time()
		eval.parent(expression)
		took <- proc.time() - began
		least <- min(least, sum(took[c("user.self", "sys.self")]))
	}
	least
}
read <- quote(answers <- read.csv(file))
score <- quote(scores <- qlq_c30(answers, iprefix = "q"))
reading <- cpu(read, 3)
scoring <- cpu(score, 5)
few <- seq_len(min(500, nrow(answers)))
one_by_one <- cpu(quote(for (i in few) qlq_c30(answers[i, ], iprefix = "q")), 1)
cat("cpu", as.character(packageVersion("PROscorer")),
	sprintf("%.0f", 1e9 * c(scoring / nrow(answers), (scoring + reading) / nrow(answers), one_by_one / length(few))), "\n")
cat("means", sprintf("%.6f", colMeans(scores, na.rm = TRUE)), "\n")
