# A release through RPostgreSQL, and as dbplyr asks for it.  Prints TAP.
# Numbers are compared as texts of 17 digits: R's own reading of such a text is not exact.

packages <- c("DBI", "RPostgreSQL", "dplyr", "dbplyr")
missing <- packages[!vapply(packages, requireNamespace, TRUE, quietly = TRUE)]
if (length(missing) > 0) {
	cat("1..0 # SKIP R's", missing, "is not here\n")
	quit(status = 0)
}
suppressPackageStartupMessages(library(dplyr))
options(show.error.messages = FALSE)

schema <- "cpes_2018"
tests <- 0
failed <- 0

# Whatever goes wrong, a warning too, is a failure of this one test, and the others go on.
works <- function(what, wanted, name) {
	got <- tryCatch(what, error = conditionMessage, warning = function(w) paste("warning:", conditionMessage(w)))
	good <- identical(got, wanted)
	tests <<- tests + 1
	failed <<- failed + !good
	cat(if (good) "ok" else "not ok", tests, "- RPostgreSQL:", name, "\n")
	if (!good) {
		cat(paste0("#      got ", capture.output(str(got, vec.len = 40))), sep = "\n")
		cat(paste0("# expected ", capture.output(str(wanted, vec.len = 40))), sep = "\n")
	}
}

# A table as it is written down, all of it text.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
expected <- function(table) {
	lines <- strsplit(readLines(file.path(here, paste0(table, ".tsv")), encoding = "UTF-8"), "\t", fixed = TRUE)
	cells <- do.call(rbind, lines[-(1:3)])
	cells[cells == "\\N"] <- NA
	columns <- lapply(seq_len(ncol(cells)), function(i) cells[, i])
	names(columns) <- lines[[1]]
	list(types = lines[[2]], columns = columns)
}

# What R has for each type, and a column as text.
classes <- c(int4 = "integer", float8 = "numeric", bool = "logical", text = "character", date = "Date")
as_text <- function(column) {
	text <- switch(class(column)[1], numeric = sprintf("%.17g", column), logical = ifelse(column, "true", "false"), as.character(column))
	ifelse(is.na(column), NA_character_, enc2utf8(text))
}

open_one <- function() DBI::dbConnect(RPostgreSQL::PostgreSQL(), host = Sys.getenv("PGHOST"), user = Sys.getenv("PGUSER"), dbname = Sys.getenv("PGDATABASE"))
connection <- open_one()
# Says once that RPostgreSQL has no newer interface, which is nothing of ours.
invisible(suppressWarnings(collect(tbl(connection, sql("SELECT 1 AS one")))))
ask <- function(query) {
	frame <- DBI::dbGetQuery(connection, query)
	text <- vapply(frame, is.character, TRUE)
	frame[text] <- lapply(frame[text], `Encoding<-`, "UTF-8")
	frame
}

order <- c(trust_question = "year, trust COLLATE \"C\", tumour_group, question", figures = "day")
for (table in names(order)) {
	wanted <- expected(table)
	frame <- ask(sprintf("SELECT * FROM %s.%s ORDER BY %s", schema, table, order[[table]]))
	works(vapply(frame, function(column) class(column)[1], ""), setNames(unname(classes[wanted$types]), names(wanted$columns)), paste("columns of", table))
	works(lapply(frame, as_text), wanted$columns, paste("values of", table, "to the last digit"))
	works(any(vapply(frame, function(column) is.numeric(column) && any(is.nan(column) | is.infinite(column)), TRUE)), FALSE,
		paste("no NaN and no infinity in", table))
	works(DBI::dbExistsTable(connection, c(schema, table)), TRUE, paste(table, "is found by name"))
	works(DBI::dbListFields(connection, c(schema, table)), names(wanted$columns), paste("fields of", table))
}

# RPostgreSQL puts $1 ... into the text of the query itself.
with_values <- function(query, ...) DBI::dbGetQuery(connection, query, list(...))
all <- expected("trust_question")$columns
works(with_values(sprintf("SELECT trust, tumour_group FROM %s.trust_question WHERE trust_name = $1 AND n = $2", schema), "St \"Anne's\", Ward <3> & Co", 33L),
	data.frame(trust = "RB2", tumour_group = "Skin"), "a text and an integer as parameters")
works(with_values(sprintf("SELECT question FROM %s.trust_question WHERE rate < $1 AND trust = $2", schema), 46.5, "RC3")$question, "Q08", "a float as a parameter")

# dbplyr: filters, groups and sorts become SQL; what is no function of R goes to the server as it is.
published <- function(table) tbl(connection, dbplyr::in_schema(schema, table))
works(published("trust_question") %>% filter(question == "Q08", n >= 100L, trust != "England") %>% arrange(trust) %>% select(trust, n) %>% collect() %>% as.data.frame(),
	data.frame(trust = c("RB2", "RC3"), n = c(110L, 134L)), "dbplyr filters and sorts")
hidden <- table(all$tumour_group[!is.na(all$n_status)])
works(published("trust_question") %>% filter(n_status == "c") %>% group_by(tumour_group) %>% summarise(hidden = n()) %>% arrange(tumour_group) %>% collect() %>%
	as.data.frame(), data.frame(tumour_group = names(hidden), hidden = as.vector(hidden) + 0), "dbplyr groups")
works(published("figures") %>% filter(figure == "a tenth") %>% mutate(shown = cancer_pe.display(value, NA, 2L)) %>% pull(shown), "0.10",
	"dbplyr passes a function of ours through")

works(with_values("SELECT round(low::numeric, 6)::text AS low FROM cancer_pe.funnel_curve($1, $2, $3, $4) LIMIT 1", 0.5, 10L, 1000L, "ncpes2018")$low, "0.190097",
	"a function in FROM, with parameters")
picture <- ask("SELECT s, length(s) AS characters, octet_length(s) AS bytes, md5(s) AS digest FROM (
	SELECT cancer_pe.funnel_svg('Gr\u00fcnwald\u2013\u00c5s \u6771\u4eac ' || i, 50 + i, i / 7000.0, 0.4, 0.6, 'within', '{\"title\": \"\u00c4ngste & <Sorgen>\"}') AS s
	FROM generate_series(1, 7000) AS i) AS x")
file <- tempfile()
writeBin(charToRaw(picture$s), file)
works(list(nchar(picture$s), nchar(picture$s, "bytes"), unname(tools::md5sum(file)), picture$bytes > 1000000), list(picture$characters, picture$bytes, picture$digest, TRUE),
	"a text of a megabyte arrives whole")

# An error is a warning, and its text is to be asked for; there is no SQLSTATE.
refused <- function(query) {
	suppressWarnings(try(DBI::dbGetQuery(connection, query), silent = TRUE))
	RPostgreSQL::dbGetException(connection)$errorMsg
}
works(grepl("rate out of range: 75.*HINT: +Divide a percentage by 100", refused("SELECT * FROM cancer_pe.rate_ci(75, 40)")), TRUE, "an error has its message and hint")
works(grepl("permission denied", refused("SELECT count(*) FROM source.answers")), TRUE, "the source is not for readers")
invisible(DBI::dbGetQuery(connection, "SET statement_timeout = 500"))
began <- proc.time()[["elapsed"]]
works(grepl("statement timeout", refused("SELECT count(*) FROM cancer_pe.sample_responses(100000000, 2018)")), TRUE, "a long query can be limited")
works(proc.time()[["elapsed"]] - began < 10, TRUE, "and ends at once")
works(ask(sprintf("SELECT n FROM %s.figures WHERE figure = 'zero'", schema))$n, 16L, "and the next one works")

cat("1..", tests, "\n", sep = "")
quit(status = as.integer(failed > 0))
