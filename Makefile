# cancer_pe: PGXS build, in-tree or VPATH (make -f /path/to/Makefile in another directory).
#   make, make install, make installcheck   the extension, as PGXS means them
#   make cancer_pe-lint                     the checker of instrument definitions
#   make kernels                            the server-free algorithms as a plain static library
#   make unit                               the unit tests over that library, under ASan and UBSan
#   make fuzz                               the fuzz targets over it; test/fuzz/run runs them

EXTENSION  = cancer_pe
MODULE_big = cancer_pe
PGFILEDESC = "cancer_pe - cancer patient surveys where the data live"

# The rooms in the order in which their SQL may use one another (DESIGN: never a later one).
ROOMS = base score survey tally cohort adjust benchmark suppress improve publish

srcroot    := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
rel         = $(patsubst $(srcroot)%,%,$(wildcard $(srcroot)$(1)))
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(srcroot)cancer_pe.control)

# A room's <room>.c and <room>_*.c are its PostgreSQL side; every other .c is a kernel, server-free.
ROOM_C   := $(foreach r,$(ROOMS),$(call rel,src/$(r)/*.c))
GLUE_C   := src/cancer_pe.c $(filter $(foreach r,$(ROOMS),src/$(r)/$(r).c src/$(r)/$(r)_%.c),$(ROOM_C))
KERNEL_C := $(filter-out $(GLUE_C),$(ROOM_C))
ALL_HEADERS := $(call rel,src/*.h) $(foreach r,$(ROOMS),$(call rel,src/$(r)/*.h))

# Linear programmes for suppression: Clp, where it is installed.  NO_CLP=1 builds without it: what
# only such a programme can prove is then "not proven".
CLP_INCLUDE := $(if $(NO_CLP),,$(firstword $(patsubst %/Clp_C_Interface.h,%,$(wildcard \
  $(addsuffix /Clp_C_Interface.h,$(patsubst -I%,%,$(shell pkg-config --cflags-only-I clp 2>/dev/null)) \
  /usr/include/coin /usr/include/coin-or /usr/local/include/coin /usr/local/include/coin-or)))))
ifneq ($(CLP_INCLUDE),)
CLP_CFLAGS  = -DCPE_HAVE_CLP -I$(CLP_INCLUDE)
CLP_LIBS    = $(patsubst -L/usr/lib%,,$(shell pkg-config --libs-only-L clp 2>/dev/null)) -lClp -lCoinUtils
endif
KERNEL_LIBS = -lcjson $(CLP_LIBS) -lm

OBJS        = $(patsubst %.c,%.o,$(GLUE_C) $(KERNEL_C))
# Contraction off everywhere, bitcode too: the same digits with and without JIT, on every processor.
PG_CPPFLAGS = -I$(srcroot)src -ffp-contract=off -DCPE_VERSION='"$(EXTVERSION)"' $(CLP_CFLAGS)
# The server's array macros compare signed with unsigned.
PG_CFLAGS   = -Wextra -Wno-unused-parameter -Wno-sign-compare
SHLIB_LINK  = $(KERNEL_LIBS)
SCRIPTS_built = cancer_pe-lint
DATA_built  = cancer_pe--$(EXTVERSION).sql
DATA        = $(call rel,src/upgrade/*.sql) \
              $(filter-out src/release/$(DATA_built),$(call rel,src/release/*.sql))

REGRESS        = $(patsubst sql/%.sql,%,$(foreach r,$(ROOMS) lifecycle,$(sort $(call rel,sql/$(r)/*.sql))))
REGRESS_OPTS   = --inputdir=$(srcroot) --load-extension=cancer_pe
ISOLATION      = $(patsubst $(srcroot)test/isolation/specs/%.spec,%,$(wildcard $(srcroot)test/isolation/specs/*.spec))
ISOLATION_OPTS = --inputdir=$(srcroot)test/isolation --load-extension=cancer_pe
TAP_TESTS      = 1
PROVE_TESTS    = $(sort $(wildcard $(srcroot)test/t/*.pl))
EXTRA_CLEAN    = results output_iso tmp_check build src/lint/lint.o src/lint/lint.bc

PG_CONFIG ?= pg_config
PGXS      := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifneq ($(PGXS),)
include $(PGXS)
endif

# The checker of definitions, from the kernels alone; the build itself uses it.
LINT_O = src/lint/lint.o $(patsubst %.c,%.o,$(KERNEL_C))
cancer_pe-lint: $(LINT_O)
	$(CC) $(CFLAGS) -o $@ $(LINT_O) $(LDFLAGS) $(KERNEL_LIBS)

# The shipped instruments as rows, each with a function that gives its scores as one row.
INSTRUMENTS := $(addprefix $(srcroot),$(sort $(call rel,src/score/instruments/*.json)))
build/instruments.sql: cancer_pe-lint $(INSTRUMENTS)
	@mkdir -p $(@D)
	$(abspath $<) --shipped $(INSTRUMENTS) > $@.tmp && mv $@.tmp $@

# The install script: the rooms joined, with what they paste (src/paste.awk).
SCRIPT_PARTS := $(foreach r,$(ROOMS),$(call rel,src/$(r)/$(r).sql))
SCRIPT_FILES := $(foreach r,$(ROOMS),$(foreach e,sql json csv,$(call rel,src/$(r)/*.$(e)) $(call rel,src/$(r)/*/*.$(e))))
$(DATA_built): $(addprefix $(srcroot),$(SCRIPT_FILES) src/paste.awk cancer_pe.control Makefile) build/instruments.sql
	awk -v root=$(srcroot)src/ -f $(srcroot)src/paste.awk $(addprefix $(srcroot),$(SCRIPT_PARTS)) > $@.tmp && mv $@.tmp $@

$(shell mkdir -p $(sort $(dir $(OBJS)) src/lint/))
$(OBJS) src/lint/lint.o: $(addprefix $(srcroot),$(ALL_HEADERS) cancer_pe.control)

installcheck: | results-dirs
results-dirs:
	@mkdir -p results $(addprefix results/,$(sort $(dir $(REGRESS))))

# ---- without a server ----
KERNEL_CC     ?= gcc
KERNEL_CFLAGS  = -std=gnu99 -O2 -g -Wall -Wextra -Wdeclaration-after-statement -Werror -ffp-contract=off -I$(srcroot)src $(CLP_CFLAGS)
SANITIZE       = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
UNIT_TESTS    := $(patsubst $(srcroot)test/unit/%.c,%,$(wildcard $(srcroot)test/unit/test_*.c))

.PHONY: kernels unit results-dirs
kernels: build/libcancer_pe_kernels.a
build/libcancer_pe_kernels.a: $(KERNEL_C:src/%.c=build/plain/%.o)
build/libcancer_pe_sanitized.a: $(KERNEL_C:src/%.c=build/sanitized/%.o)
build/%.a:
	rm -f $@ && ar rcs $@ $^
build/plain/%.o: $(srcroot)src/%.c $(addprefix $(srcroot),$(ALL_HEADERS))
	@mkdir -p $(@D)
	$(KERNEL_CC) $(KERNEL_CFLAGS) -c -o $@ $<
build/sanitized/%.o: $(srcroot)src/%.c $(addprefix $(srcroot),$(ALL_HEADERS))
	@mkdir -p $(@D)
	$(KERNEL_CC) $(KERNEL_CFLAGS) $(SANITIZE) -c -o $@ $<

unit: $(addprefix build/unit/,$(UNIT_TESTS))
	@printf '%s\n' $^ | xargs -P "$$(nproc)" -I% sh -c '% $(srcroot)test/data > %.log 2>&1 && rm -f %.bad || touch %.bad'
	@status=0; for t in $^; do echo "# $$t"; cat $$t.log; [ ! -e $$t.bad ] || status=1; done; exit $$status
build/unit/%: $(srcroot)test/unit/%.c $(srcroot)test/unit/unit.c $(wildcard $(srcroot)test/unit/*.h) build/libcancer_pe_sanitized.a
	@mkdir -p $(@D)
	$(KERNEL_CC) $(KERNEL_CFLAGS) $(SANITIZE) -I$(srcroot)test/unit -o $@ $< $(srcroot)test/unit/unit.c \
	  build/libcancer_pe_sanitized.a $(KERNEL_LIBS)

# Ten thousand tables through kernels that meet the sanitizers in tests of their own: ten times faster without.
build/unit/test_random_tables: $(srcroot)test/unit/test_random_tables.c $(srcroot)test/unit/unit.c $(wildcard $(srcroot)test/unit/*.h) build/libcancer_pe_kernels.a
	@mkdir -p $(@D)
	$(KERNEL_CC) $(KERNEL_CFLAGS) -I$(srcroot)test/unit -o $@ $< $(srcroot)test/unit/unit.c \
	  build/libcancer_pe_kernels.a $(KERNEL_LIBS)

# Fuzzing, by test/fuzz/run: needs clang with libFuzzer.
FUZZ_CC       ?= clang
FUZZ_CFLAGS    = $(filter-out -O2,$(KERNEL_CFLAGS)) -O1 -fsanitize=fuzzer-no-link $(SANITIZE) -I$(srcroot)test/fuzz
FUZZ_TARGETS  := $(patsubst $(srcroot)test/fuzz/%.c,%,$(wildcard $(srcroot)test/fuzz/fuzz_*.c))
.PHONY: fuzz
fuzz: $(addprefix build/fuzz/,$(FUZZ_TARGETS))
build/libcancer_pe_fuzz.a: $(KERNEL_C:src/%.c=build/fuzz/%.o)
build/fuzz/%.o: $(srcroot)src/%.c $(addprefix $(srcroot),$(ALL_HEADERS))
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -c -o $@ $<
build/fuzz/fuzz_%: $(srcroot)test/fuzz/fuzz_%.c $(srcroot)test/fuzz/fuzz.c $(srcroot)test/fuzz/fuzz.h build/libcancer_pe_fuzz.a
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -fsanitize=fuzzer -o $@ $< $(srcroot)test/fuzz/fuzz.c build/libcancer_pe_fuzz.a $(KERNEL_LIBS)
.SECONDARY:
