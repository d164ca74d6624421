// A release through node-postgres, as a web service sees it.  Prints TAP.
"use strict";

const assert = require("assert");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

let pg;
try {
  pg = require("pg");
} catch {
  console.log("1..0 # SKIP npm's pg is not here");
  process.exit(0);
}

const SCHEMA = "cpes_2018";
// Type numbers of what any client knows, and how a table that is written down is read.
const TYPES = { int4: 23, float8: 701, bool: 16, text: 25, date: 1082 };
const READ = { int4: Number, float8: Number, bool: (text) => text === "true", text: String, date: String };

let tests = 0;
let failed = 0;

// Whatever goes wrong is a failure of this one test, and the others go on.
async function works(what, wanted, name) {
  let got;
  let good = true;
  try {
    got = await what();
    assert.deepStrictEqual(got, wanted);
  } catch (error) {
    good = false;
    got = error instanceof assert.AssertionError ? JSON.stringify(got) : String(error);
  }
  tests++;
  failed += good ? 0 : 1;
  console.log(`${good ? "ok" : "not ok"} ${tests} - node-postgres: ${name}`);
  if (!good) console.log(`#      got ${got.slice(0, 1500)}\n# expected ${JSON.stringify(wanted).slice(0, 1500)}`);
}

function expected(table) {
  const [names, types, comments, ...lines] = fs
    .readFileSync(path.join(__dirname, `${table}.tsv`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  const rows = lines.map((line) => line.map((text, i) => (text === "\\N" ? null : READ[types[i]](text))));
  return { names, types, comments, rows };
}

// A Date is the day of the machine's own time zone, as the driver makes it.
function plain(value) {
  if (!(value instanceof Date)) return value;
  const two = (n) => String(n).padStart(2, "0");
  return `${String(value.getFullYear()).padStart(4, "0")}-${two(value.getMonth() + 1)}-${two(value.getDate())}`;
}

async function main() {
  const client = new pg.Client();
  await client.connect();
  const rows = async (text, values) => (await client.query({ text, values, rowMode: "array" })).rows.map((row) => row.map(plain));
  const refused = (text) =>
    client.query(text).then(
      () => ({ code: "no error" }),
      (error) => error,
    );

  for (const [table, order] of [
    ["trust_question", 'year, trust COLLATE "C", tumour_group, question'],
    ["figures", "day"],
  ]) {
    const { names, types, rows: wanted } = expected(table);
    await works(
      async () => (await client.query(`SELECT * FROM ${SCHEMA}.${table} LIMIT 0`)).fields.map((f) => [f.name, f.dataTypeID]),
      names.map((name, i) => [name, TYPES[types[i]]]),
      `columns of ${table}`,
    );
    await works(() => rows(`SELECT * FROM ${SCHEMA}.${table} ORDER BY ${order}`), wanted, `values of ${table}, to the last digit`);
    // JSON has no NaN: a number that is none would be null without a reason.
    await works(
      async () => JSON.parse(JSON.stringify(await rows(`SELECT * FROM ${SCHEMA}.${table} ORDER BY ${order}`))),
      wanted,
      `values of ${table}, through JSON`,
    );
  }
  await works(
    async () => (await client.query(`SELECT * FROM ${SCHEMA}.trust_question WHERE n_status = 'c' LIMIT 1`)).rows.map((r) => [r.n, r.rate, r.rate_display]),
    [[null, null, "[c]"]],
    "a row as an object",
  );

  const { names, rows: all } = expected("trust_question");
  for (const [column, value] of [
    ["trust_name", `St "Anne's", Ward <3> & Co`],
    ["trust_name", "東京 🏥 100%"],
    ["n", 39],
    ["rate", 71.8],
    ["above_target", false],
    ["rate_status", "c"],
  ]) {
    await works(
      () => rows(`SELECT trust, tumour_group, question FROM ${SCHEMA}.trust_question WHERE ${column} = $1 ORDER BY trust COLLATE "C", tumour_group, question`, [value]),
      all.filter((row) => row[names.indexOf(column)] === value).map((row) => row.slice(1, 4)),
      `${column} = ${value}`,
    );
  }
  await works(() => rows(`SELECT figure, final FROM ${SCHEMA}.figures WHERE day = $1`, ["2024-02-29"]), [["leap day", false]], "a date as a parameter");
  await works(() => rows(`SELECT figure FROM ${SCHEMA}.figures WHERE day = $1`, [new Date(2024, 1, 29)]), [["leap day"]], "a Date as a parameter");
  await works(
    () => rows(`SELECT figure FROM ${SCHEMA}.figures WHERE value = $1 AND final = $2 AND n = $3`, [Number.MAX_VALUE, true, 2147483647]),
    [["largest"]],
    "the largest numbers as parameters",
  );

  await works(
    async () => (await rows("SELECT low FROM cancer_pe.funnel_curve($1, $2, $3, $4) LIMIT 1", [0.5, 10, 1000, "ncpes2018"])).map(([low]) => low.toFixed(6)),
    ["0.190097"],
    "a function in FROM, with parameters",
  );
  const options = {
    questions: ["Q5"],
    levels: [{ level: "national", title: "England", label: "England" }],
    breakdowns: [{ breakdown: "sex", title: "Sex", column: "sex", levels: ["national"] }],
    case_mix: null,
  };
  await works(
    () => rows("SELECT category, value > low FROM cancer_pe.survey_report($1, $2, $3) ORDER BY category", ["invented.responses", "ncpes2018", options]),
    [
      ["All", true],
      ["Female", true],
      ["Male", true],
    ],
    "a report on a survey, with an object as options",
  );
  await works(
    async () => (await rows("SELECT * FROM cancer_pe.release_csv($1, $2, $3)", [SCHEMA, "cpes", "trust_question"])).length,
    1 + all.length,
    "a table as lines of CSV",
  );
  // json and jsonb arrive as objects
  await works(
    async () => {
      const [[feed, page]] = await rows("SELECT cancer_pe.release_json($1, $2), cancer_pe.report_html($1, $2)", [SCHEMA, "cpes"]);
      return [typeof feed, page.includes("東京 🏥")];
    },
    ["object", true],
    "a release as JSON and as a page",
  );
  await works(
    async () => {
      const [[text, characters, digest]] = await rows(`SELECT s, length(s), md5(s) FROM (
        SELECT cancer_pe.funnel_svg('Grünwald–Ås 東京 🏥 ' || i, 50 + i, i / 7000.0, 0.4, 0.6, 'within', '{"title": "Ängste & <Sorgen>"}') AS s
        FROM generate_series(1, 6500) AS i) AS x`);
      return [[...text].length === characters, Buffer.byteLength(text) > 1000000, crypto.createHash("md5").update(text).digest("hex") === digest];
    },
    [true, true, true],
    "a text of a megabyte arrives whole",
  );
  await works(
    async () => {
      const error = await refused("SELECT * FROM cancer_pe.rate_ci(75, 40)");
      return [error.code, error.message, error.detail, error.hint];
    },
    ["22023", "rate out of range: 75", "A rate lies between 0 and 1.", "Divide a percentage by 100."],
    "an error has its SQLSTATE, detail and hint",
  );
  await works(async () => (await refused("SELECT count(*) FROM source.answers")).code, "42501", "the source is not for readers");

  // The driver has no way to cancel but a second connection.
  const began = Date.now();
  await works(
    async () => {
      const other = new pg.Client();
      await other.connect();
      setTimeout(() => other.query("SELECT pg_cancel_backend($1)", [client.processID]).then(() => other.end()), 500);
      return (await refused("SELECT count(*) FROM cancer_pe.sample_responses(100000000, 2018)")).code;
    },
    "57014",
    "a long query can be ended",
  );
  await works(async () => Date.now() - began < 10000, true, "and ends at once");
  await works(() => rows(`SELECT n FROM ${SCHEMA}.figures WHERE figure = $1`, ["zero"]), [[16]], "and the next one works");
  await client.end();
  console.log(`1..${tests}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
