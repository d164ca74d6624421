# Joins SQL files.  A line "@room/file@" stands for that file, "@build/file@" for one that the build
# has made; words behind the name are the %1%, %2% and %3% of the file, the third to the line's end.

function paste(call,    word, file, line, lines, first, second, third) {
	call = substr(call, 2, length(call) - 2)
	split(call, word, " ")
	file = word[1] ~ /^build\// ? word[1] : root word[1]
	first = word[2]
	second = word[3]
	third = call
	for (lines = 0; lines < 3; lines++)
		sub(/^[^ ]* */, "", third)
	lines = 0
	while ((getline line < file) > 0) {
		if (first != "") {
			gsub(/%1%/, first, line)
			gsub(/%2%/, second, line)
			gsub(/%3%/, third, line)
		}
		put(line)
		lines++
	}
	close(file)
	if (lines == 0) {
		print "cannot read " file > "/dev/stderr"
		exit 1
	}
}

function put(line) {
	if (line ~ /^@[a-z_0-9]+\/[a-z_0-9.\/]+( [^@]*)?@$/)
		paste(line)
	else
		print line
}

{ put($0) }
