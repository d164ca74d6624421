# The peers' part of the suppression benchmark: GaussSuppression (Statistics Norway) where it is installed, on the
# tables of test/data/sdc with the rule of the tests: 1 to 4 small, zeros shown and never hidden, defaults otherwise.
# Arguments: the directory of those tables, then the names of the tables to do.  Prints one line a measurement: what,
# table, seconds, cells, cells hidden beyond the small ones, and the people in them.
arguments <- commandArgs(trailingOnly = TRUE)
directory <- arguments[1]
tables <- arguments[-1]
peer <- "GaussSuppression"
if (!requireNamespace(peer, quietly = TRUE)) {
	cat(sprintf("skipped\tR package %s is not installed\n", peer))
	quit(save = "no")
}

# Inner counts, a row each; the labels of the last dimension stand in the header.
inner <- function(table) {
	wide <- read.csv(file.path(directory, paste0(table, ".csv")), check.names = FALSE, colClasses = "character")
	given <- intersect(c("alliance", "trust", "tumour"), names(wide))
	across <- setdiff(names(wide), given)
	last <- if ("tumour" %in% given) "age" else "tumour"
	long <- do.call(rbind, lapply(across, function(label) {
		part <- wide[given]
		part[[last]] <- label
		part$n <- as.integer(wide[[label]])
		part
	}))
	list(data = long, dims = c(given, last))
}

for (table in tables) {
	read <- inner(table)
	seconds <- system.time(suppressMessages(invisible(capture.output(
		result <- GaussSuppression::SuppressSmallCounts(
			data = read$data, dimVar = read$dims, freqVar = "n", maxN = 4, protectZeros = FALSE, extend0 = FALSE)))))[["elapsed"]]
	secondary <- result$suppressed & !(result$n >= 1 & result$n <= 4)
	cat(sprintf("%s %s\t%s\t%.3f\t%d\t%d\t%d\n", peer, packageVersion(peer), table, seconds, nrow(result),
		sum(secondary), as.integer(sum(result$n[secondary]))))
}
