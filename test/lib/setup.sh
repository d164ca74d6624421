# shellcheck shell=bash
# Shared by test/check and test/demo: the packages they need, and a workspace with a copy of the
# sources and a PostgreSQL of its own.  Nothing outside the workspace is written, and it is removed
# when the command ends, however it ends.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
workspace=   # the directory of this run, below /tmp
job=         # the process group that runs at the moment
major=       # PostgreSQL's major version
bin=         # the programs of the private PostgreSQL
user=        # the unprivileged user who builds, serves and tests
install=true # false with --no-install
updated=     # set once apt's lists are new

die() {
	echo "$(basename "$0"): $*" >&2
	exit 1
}

# ---- the run's beginning and end ----

open_workspace() {
	umask 022
	# Not TMPDIR: the server's user may have no way into the caller's.
	workspace=$(mktemp -d /tmp/cancer_pe.XXXXXX)
	trap close_workspace EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
}

close_workspace() {
	local tenth process
	trap '' INT TERM HUP
	for process in $(processes); do
		case $(readlink "/proc/$process/exe") in
			*/postgres | */initdb | */dash) ;; # killed, a server or an initdb would leave shared memory behind
			*/unshare) kill -KILL "$process" ;; # takes its chroot's processes with it
			*) kill -TERM "$process" ;;
		esac 2>/dev/null || true
	done
	for tenth in {1..300}; do
		[[ -n $(processes) ]] || break
		find "$workspace" -name postmaster.pid -exec head -qn 1 {} + 2>/dev/null | while read -r process; do
			((process < 0)) || kill -QUIT "$process" 2>/dev/null || true # below 0: an initdb's
		done || true
		((tenth < 200)) || for process in $(processes); do kill -KILL "$process" 2>/dev/null || true; done
		sleep 0.1
	done
	rm -rf "$workspace"
}

# What runs from the workspace, or in it, or in the group of the command that runs.
processes() {
	{
		find /proc -maxdepth 2 -lname "$workspace/*" -printf '%h\n' | sed -n 's,^/proc/\([0-9]*\)$,\1,p'
		[[ -z $job ]] || cat /proc/[0-9]*/stat | sed -n "s,^\([0-9]*\) (.*) [A-Y] [0-9]* $job .*,\1,p"
	} 2>/dev/null | sort -u || true
}

# Runs a command so that a signal reaches this script at once, and all of the command through it.
run() {
	local status=0
	set -m
	"$@" </dev/null &
	job=$!
	set +m
	wait "$job" || status=$?
	job=
	return "$status"
}

# ---- what the machine has ----

as_root() {
	if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

choose_major() {
	local headers
	headers=$(printf '%s\n' /usr/include/postgresql/*/server/postgres.h | sort -V | tail -n 1)
	major=${headers#/usr/include/postgresql/}
	major=${major%%/*}
	# shellcheck source=/dev/null
	[[ $major != '*' ]] || major=$(. /etc/os-release && case ${VERSION_CODENAME-} in
		bookworm) echo 15 ;;
		trixie) echo 17 ;;
		*) apt-cache show --no-all-versions postgresql 2>/dev/null | sed -n 's/^Version: \([0-9]*\)+.*/\1/p' ;;
	esac)
	major=${PG_MAJOR:-${major:-18}}
}

# Those of the packages that are not installed.
missing_packages() {
	local package
	for package; do
		[[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
	done
}

install_packages() {
	((EUID == 0)) || command -v sudo >/dev/null || die "not root and no sudo here: install them as root"
	# Debian's server package would otherwise create and start a cluster.  An existing choice stands.
	as_root sh -c '[ -d /etc/postgresql-common ] || { mkdir /etc/postgresql-common &&
		echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf; }'
	{
		# Once is enough; an unreachable source of others' packages does not matter.
		[[ $updated ]] || as_root apt-get -q update || true
		updated=1
		as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
			install --no-install-recommends "$@"
	} </dev/null >"$workspace/packages.log" 2>&1
}

# Installs those of the packages that are missing; with --no-install only names them.
need_packages() {
	local missing
	command -v dpkg-query >/dev/null || die "this command needs Debian's package tools"
	mapfile -t missing < <(missing_packages "$@")
	((${#missing[@]})) || return 0
	if [[ $install == false ]]; then
		echo "missing packages: ${missing[*]}"
		exit 3
	fi
	echo "installing packages: ${missing[*]}"
	install_packages "${missing[@]}" || {
		tail -n 20 "$workspace/packages.log"
		die "could not install the packages"
	}
}

# The same for what single tests want, which are skipped by name without it: names what cannot be had.
want_packages() {
	local missing package
	mapfile -t missing < <(missing_packages "$@")
	((${#missing[@]})) || return 0
	if [[ $install == false ]]; then
		echo "not here: ${missing[*]}"
		return 0
	fi
	echo "installing packages: ${missing[*]}"
	install_packages "${missing[@]}" || for package in "${missing[@]}"; do
		install_packages "$package" || echo "not to be had: $package"
	done
}

# ---- the workspace ----

choose_user() {
	if ((EUID)); then
		user=$(id -un)
	elif id postgres >/dev/null 2>&1; then
		user=postgres
	else
		user=nobody
	fi
}

# As the unprivileged user, with an environment that is the same on every machine.
as_user() {
	local drop=()
	((EUID)) || drop=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --init-groups)
	(cd "$workspace/source" && exec "${drop[@]}" env -i HOME="$workspace/home" TMPDIR="$workspace/tmp" \
		PATH="$bin:/usr/local/bin:/usr/bin:/bin" LC_ALL=C.UTF-8 TZ=UTC \
		PGHOST="$workspace/socket" PGUSER=postgres PGDATABASE=postgres "$@")
}

# The files of the checkout that git knows or would add; all but build products where git is no help.
copy_sources() {
	local list=$workspace/files
	mkdir "$workspace"/{source,home,tmp,socket,log}
	(
		cd "$checkout" || exit
		if git -c "safe.directory=$checkout" ls-files -z --cached --others --exclude-standard >"$list" 2>/dev/null; then
			perl -0 -ne 'chomp; print "$_\0" if -l || -e' "$list" | tar -c --null -T - -f -
		else
			tar -c --exclude=./.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' --exclude=./build \
				--exclude='./cancer_pe--*' --exclude=./results --exclude=./tmp_check --exclude=./demo -f - .
		fi
	) | tar -x --no-same-owner -f - -C "$workspace/source"
	rm -f "$list"
	chmod -R a+rX "$workspace"
}

# PostgreSQL finds its libraries and its share relative to its programs, so programs copied beside
# links to the rest are a server of their own, and "make install" there leaves the machine's alone.
private_server() {
	local system=/usr/lib/postgresql/$major private=$workspace/usr/lib/postgresql/$major
	mkdir -p "$private" "$workspace"/usr/{share/postgresql,include}
	cp -a "$system/bin" "$private/bin"
	cp -as "$system/lib" "$private/lib"
	cp -as "/usr/share/postgresql/$major" "$workspace/usr/share/postgresql/$major"
	ln -s /usr/include/postgresql "$workspace/usr/include/postgresql"
	find "$workspace/usr" -depth -name 'cancer_pe*' -exec rm -rf {} + # the machine's own, if installed
	bin=$private/bin
	[[ $("$bin/pg_config" --sharedir) == "$workspace"/usr/* ]] || die "cannot relocate PostgreSQL $major"
	((EUID)) || chown -R "$user:" "$workspace"
}

start_cluster() {
	if ! run as_user initdb -D "$workspace/data" -U postgres -A trust --no-sync \
		--locale=C.UTF-8 --encoding=UTF8 >"$workspace/log/initdb" 2>&1; then
		tail -n 30 "$workspace/log/initdb"
		return 1
	fi
	if ! run as_user pg_ctl -D "$workspace/data" -l "$workspace/log/server" -w -s \
		-o "-k $workspace/socket -c listen_addresses= -c fsync=off" start; then
		tail -n 30 "$workspace/log/server"
		return 1
	fi
}
