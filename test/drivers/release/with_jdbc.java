/*
 * A release through pgjdbc, as Tableau, Metabase or a program in Java sees it.  Prints TAP.
 * Runs from its source: java -cp postgresql.jar with_jdbc.java FOLDER, that of the tables as written down.
 */

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;

class WithJdbc {
	static final String SCHEMA = "cpes_2018";
	static final Map<String, Integer> TYPES = Map.of("int4", Types.INTEGER, "float8", Types.DOUBLE, "bool", Types.BIT, "text", Types.VARCHAR,
		"date", Types.DATE);
	static Path folder;
	static int tests = 0;
	static int failed = 0;
	static Connection connection;

	interface Check {
		Object get() throws Exception;
	}

	/* Whatever goes wrong is a failure of this one test, and the others go on. */
	static void works(Check what, Object wanted, String name) {
		Object got;
		try {
			got = what.get();
		} catch (Exception error) {
			got = error.toString();
		}
		boolean good = Objects.equals(got, wanted);
		tests++;
		failed += good ? 0 : 1;
		System.out.println((good ? "ok " : "not ok ") + tests + " - pgjdbc: " + name);
		if (!good)
			System.out.println("#      got " + String.valueOf(got).replace("\n", "\n# ") + "\n# expected " + wanted);
	}

	/*
	 * pgjdbc knows TCP only, and the tests' server only its socket in the file system: passes on what
	 * comes to a port of this machine.  Returns the port.
	 */
	static int relay(String socket) throws IOException {
		ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
		background(() -> {
			while (true) {
				Socket client = server.accept();
				SocketChannel postgres = SocketChannel.open(StandardProtocolFamily.UNIX);
				postgres.connect(UnixDomainSocketAddress.of(socket));
				background(() -> {
					byte[] bytes = new byte[65536];
					for (int n; (n = client.getInputStream().read(bytes)) >= 0; ) {
						ByteBuffer left = ByteBuffer.wrap(bytes, 0, n);
						while (left.hasRemaining())
							postgres.write(left);
					}
					postgres.shutdownOutput();
					return null;
				});
				background(() -> {
					ByteBuffer bytes = ByteBuffer.allocate(65536);
					while (postgres.read(bytes) >= 0) {
						client.getOutputStream().write(bytes.array(), 0, bytes.position());
						bytes.clear();
					}
					client.close();
					return null;
				});
			}
		});
		return server.getLocalPort();
	}

	/* In a thread that does not keep the program alive; an error ends it, as the end of a connection does. */
	static void background(Check what) {
		Thread thread = new Thread(() -> {
			try {
				what.get();
			} catch (Exception closed) {
				return;
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	/* A table as it is written down: names, types, comments, and rows of Java's values. */
	static class Expected {
		final List<String> names;
		final List<String> types;
		final List<String> comments;
		final List<List<Object>> rows = new ArrayList<>();

		Expected(String table) throws Exception {
			List<String> lines = Files.readAllLines(folder.resolve(table + ".tsv"), StandardCharsets.UTF_8);
			names = List.of(lines.get(0).split("\t", -1));
			types = List.of(lines.get(1).split("\t", -1));
			comments = List.of(lines.get(2).split("\t", -1));
			for (String line : lines.subList(3, lines.size())) {
				String[] texts = line.split("\t", -1);
				List<Object> row = new ArrayList<>();
				for (int i = 0; i < texts.length; i++)
					row.add(texts[i].equals("\\N") ? null : value(types.get(i), texts[i]));
				rows.add(row);
			}
		}

		static Object value(String type, String text) {
			switch (type) {
				case "int4": return Integer.valueOf(text);
				case "float8": return Double.valueOf(text);
				case "bool": return Boolean.valueOf(text);
				case "date": return LocalDate.parse(text);
				default: return text;
			}
		}

		Object at(List<Object> row, String name) {
			return row.get(names.indexOf(name));
		}
	}

	/* A result's rows as Java has them: Integer, Double, Boolean, String, and the driver's date as a LocalDate. */
	static List<List<Object>> rows(String query, Object... args) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			for (int i = 0; i < args.length; i++)
				statement.setObject(i + 1, args[i]);
			List<List<Object>> rows = new ArrayList<>();
			try (ResultSet result = statement.executeQuery()) {
				int columns = result.getMetaData().getColumnCount();
				while (result.next()) {
					List<Object> row = new ArrayList<>();
					for (int i = 1; i <= columns; i++) {
						Object value = result.getObject(i);
						row.add(value instanceof java.sql.Date ? result.getObject(i, LocalDate.class) : value);
					}
					rows.add(row);
				}
			}
			return rows;
		}
	}

	/* An error's SQLSTATE and text. */
	static String[] refused(String query) {
		try {
			return new String[] {"", "no error but " + rows(query)};
		} catch (SQLException error) {
			return new String[] {error.getSQLState(), error.getMessage()};
		}
	}

	static void checkMetadata(String table, String comment) throws Exception {
		DatabaseMetaData metadata = connection.getMetaData();
		Expected expected = new Expected(table);
		works(() -> {
			ResultSet found = metadata.getTables(null, SCHEMA, table, new String[] {"TABLE", "VIEW"});
			return found.next() ? List.of(found.getString("TABLE_TYPE"), found.getString("REMARKS")) : null;
		}, List.of("TABLE", comment), table + " is a table with its comment");
		List<List<Object>> wanted = new ArrayList<>();
		for (int i = 0; i < expected.names.size(); i++)
			wanted.add(List.of(expected.names.get(i), TYPES.get(expected.types.get(i)), expected.comments.get(i)));
		works(() -> {
			List<List<Object>> columns = new ArrayList<>();
			ResultSet found = metadata.getColumns(null, SCHEMA, table, null);
			while (found.next()) {
				/* a plus stands for some words of the extension */
				String remark = String.valueOf(found.getString("REMARKS"));
				boolean some = expected.comments.get(columns.size()).equals("+") && remark.length() > 10;
				columns.add(List.of(found.getString("COLUMN_NAME"), found.getInt("DATA_TYPE"), some ? "+" : remark));
			}
			return columns;
		}, wanted, "columns of " + table + ", with comments");
		works(() -> {
			List<Object> types = new ArrayList<>();
			try (Statement statement = connection.createStatement()) {
				ResultSetMetaData columns = statement.executeQuery("SELECT * FROM " + SCHEMA + "." + table).getMetaData();
				for (int i = 1; i <= columns.getColumnCount(); i++)
					types.add(columns.getColumnType(i));
			}
			return types;
		}, List.of(expected.types.stream().map(TYPES::get).toArray()), "columns of a result from " + table);
	}

	static void checkValues() throws Exception {
		works(() -> rows("SELECT * FROM " + SCHEMA + ".trust_question ORDER BY year, trust COLLATE \"C\", tumour_group, question"),
			new Expected("trust_question").rows, "values of trust_question, to the last digit");
		works(() -> rows("SELECT * FROM " + SCHEMA + ".figures ORDER BY day"), new Expected("figures").rows,
			"values of figures, to the last digit");
		/* After five runs the driver prepares the statement and values come in binary. */
		works(() -> {
			Object last = null;
			try (PreparedStatement statement = connection.prepareStatement("SELECT rate FROM " + SCHEMA + ".trust_question WHERE n = ?")) {
				for (int i = 0; i < 8; i++) {
					statement.setInt(1, 39);
					ResultSet result = statement.executeQuery();
					result.next();
					last = result.getObject(1);
				}
			}
			return last;
		}, 71.8, "a prepared statement, again and again");
	}

	static void checkParameters() throws Exception {
		Expected expected = new Expected("trust_question");
		for (Map.Entry<String, Object> filter : List.<Map.Entry<String, Object>>of(Map.entry("trust_name", "St \"Anne's\", Ward <3> & Co"),
			Map.entry("trust_name", "東京 🏥 100%"), Map.entry("n", 39), Map.entry("rate", 71.8), Map.entry("above_target", false),
			Map.entry("rate_status", "c"))) {
			List<String> wanted = new ArrayList<>();
			for (List<Object> row : expected.rows)
				if (filter.getValue().equals(expected.at(row, filter.getKey())))
					wanted.add(row.subList(1, 4).toString());
			works(() -> {
				List<String> got = new ArrayList<>();
				for (List<Object> row : rows("SELECT trust, tumour_group, question FROM " + SCHEMA + ".trust_question WHERE " + filter.getKey()
					+ " = ? ORDER BY trust COLLATE \"C\", tumour_group, question", filter.getValue()))
					got.add(row.toString());
				return got;
			}, wanted, filter.getKey() + " = " + filter.getValue());
		}
		works(() -> rows("SELECT figure, final FROM " + SCHEMA + ".figures WHERE day = ?", LocalDate.of(2024, 2, 29)),
			List.of(Arrays.asList("leap day", false)), "a date as a parameter");
		works(() -> rows("SELECT figure FROM " + SCHEMA + ".figures WHERE value = ? AND final = ? AND n = ?", Double.MAX_VALUE, true, Integer.MAX_VALUE),
			List.of(List.of("largest")), "the largest numbers as parameters");
	}

	static void checkFunctions() throws Exception {
		works(() -> rows("SELECT round(low::numeric, 6)::float8 FROM cancer_pe.funnel_curve(?, ?, ?, ?) LIMIT 1", 0.5, 10, 1000, "ncpes2018"),
			List.of(List.of(0.190097)), "a function in FROM, with parameters");
		works(() -> rows("SELECT category, value > low FROM cancer_pe.survey_report(?, ?, ?::jsonb) ORDER BY category", "invented.responses", "ncpes2018",
			"{\"questions\": [\"Q5\"], \"levels\": [{\"level\": \"national\", \"title\": \"England\", \"label\": \"England\"}], \"breakdowns\": [{\"breakdown\": \"sex\","
			+ " \"title\": \"Sex\", \"column\": \"sex\", \"levels\": [\"national\"]}], \"case_mix\": null}"),
			List.of(List.of("All", true), List.of("Female", true), List.of("Male", true)), "a report on a survey, with parameters");
		works(() -> rows("SELECT count(*)::int FROM cancer_pe.release_csv(?, ?, ?)", SCHEMA, "cpes", "trust_question"),
			List.of(List.of(1 + new Expected("trust_question").rows.size())), "a table as lines of CSV");
		works(() -> ((String) rows("SELECT cancer_pe.report_html(?, ?)", SCHEMA, "cpes").get(0).get(0)).contains("東京 🏥"), true, "a page");
		works(() -> {
			List<Object> row = rows("SELECT s, length(s), md5(s) FROM (SELECT cancer_pe.funnel_svg('Grünwald–Ås 東京 🏥 ' || i, 50 + i, i / 7000.0,"
				+ " 0.4, 0.6, 'within', '{\"title\": \"Ängste & <Sorgen>\"}') AS s FROM generate_series(1, 6500) AS i) AS x").get(0);
			byte[] bytes = ((String) row.get(0)).getBytes(StandardCharsets.UTF_8);
			String digest = String.format("%032x", new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes)));
			return List.of(((String) row.get(0)).codePointCount(0, ((String) row.get(0)).length()) == (Integer) row.get(1), bytes.length > 1000000,
				digest.equals(row.get(2)));
		}, List.of(true, true, true), "a text of a megabyte arrives whole");
		String[] error = refused("SELECT * FROM cancer_pe.rate_ci(75, 40)");
		works(() -> error[0], "22023", "an error has its SQLSTATE");
		works(() -> error[1].contains("rate out of range: 75") && error[1].contains("Divide a percentage by 100."), true, "its message and hint");
		works(() -> refused("SELECT count(*) FROM source.answers")[0], "42501", "the source is not for readers");
	}

	static void checkCancel() throws Exception {
		long began = System.nanoTime();
		works(() -> {
			try (Statement statement = connection.createStatement()) {
				Timer timer = new Timer(true);
				timer.schedule(new TimerTask() {
					public void run() {
						try {
							statement.cancel();
						} catch (SQLException error) {
							System.out.println("# " + error);
						}
					}
				}, 500);
				statement.executeQuery("SELECT count(*) FROM cancer_pe.sample_responses(100000000, 2018)");
				return "no error";
			} catch (SQLException error) {
				return error.getSQLState();
			}
		}, "57014", "a long query can be ended");
		works(() -> (System.nanoTime() - began) / 1e9 < 10, true, "and ends at once");
		works(() -> rows("SELECT n FROM " + SCHEMA + ".figures WHERE figure = ?", "zero"), List.of(List.of(16)), "and the next one works");
	}

	public static void main(String[] args) throws Exception {
		folder = Path.of(args[0]);
		Map<String, String> at = System.getenv();
		int port = relay(at.get("PGHOST") + "/.s.PGSQL." + at.getOrDefault("PGPORT", "5432"));
		connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + at.get("PGDATABASE"), at.get("PGUSER"), "");
		System.out.println("# " + connection.getMetaData().getDriverVersion());
		checkMetadata("trust_question", "Answers by trust, tumour group and question");
		checkMetadata("figures", "Figures that clients find hard");
		checkValues();
		checkParameters();
		checkFunctions();
		checkCancel();
		System.out.println("1.." + tests);
		System.exit(failed == 0 ? 0 : 1);
	}
}
