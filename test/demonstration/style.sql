-- What the pages share.

CREATE FUNCTION html(text) RETURNS text IMMUTABLE
RETURN replace(replace(replace(replace($1, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');

CREATE FUNCTION page_style() RETURNS text IMMUTABLE
RETURN $css$
body { margin: 0; font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #222; background: #fff; }
header { background: #003c57; color: #fff; padding: 1.5rem 0; }
header p { margin: 0; max-width: none; }
header nav p { margin-top: .75rem; }
header a { color: #fff; }
header > div, main, footer > div { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
h1 { margin: 0 0 .5rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .75rem; padding-top: 1rem; border-top: 1px solid #bcbcbd; font-size: 1.5rem; line-height: 1.25; }
p, li { max-width: 46rem; }
a { color: #206095; }
.notice { border-left: .5rem solid #206095; background: #f5f5f6; padding: .75rem 1rem; margin: 1.5rem 0; max-width: 46rem; }
.notice p { margin: 0; }
.wide { overflow-x: auto; }
.wide:focus { outline: 3px solid #fbc900; }
figure { margin: 1.5rem 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.5rem 2rem; margin: 1rem 0; }
.charts svg { width: 100%; }
figcaption { max-width: 46rem; }
.headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; margin: 1rem 0; }
.headline div { border-top: .35rem solid #206095; background: #f5f5f6; padding: .75rem 1rem; }
.headline p { margin: 0; }
.headline .figure { font-size: 2.25rem; line-height: 1.2; font-weight: bold; }
.small { display: block; font-size: .75rem; color: #4a4a4a; }
.total td, .total th { font-weight: bold; }
.total .small { font-weight: normal; }
.stacked { border-collapse: separate; border-spacing: 0; } /* collapsed borders would not move with the first column */
.stacked tbody th, .stacked tbody td { vertical-align: top; }
.stacked tbody th[scope=row], .stacked thead tr:first-child th:first-child { position: sticky; left: 0; background: #fff; }
.wide caption > span { position: sticky; left: 0; display: inline-block; max-width: min(60rem, 100vw - 2rem); }
.nowrap { white-space: nowrap; }
.stacked thead .number { white-space: normal; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .875rem; line-height: 1.35; }
caption { text-align: left; font-weight: bold; font-size: 1rem; padding-bottom: .5rem; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid #d9d9d9; text-align: left; vertical-align: bottom; }
thead th { border-bottom: 2px solid #222; }
tbody th { font-weight: normal; }
th[scope=rowgroup] { font-weight: bold; background: #f5f5f6; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.indent { padding-left: 1.75rem; }
.upright thead span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); }
.upright .number { min-width: 1.9rem; }
.hidden { color: #595959; }
.above { color: #00548a; font-weight: bold; }
.below { color: #a33d00; font-weight: bold; }
footer { background: #f5f5f6; border-top: 1px solid #bcbcbd; margin-top: 3rem; padding: 1rem 0; font-size: .875rem; }
@media print {
	header { background: #fff; color: #000; }
	nav { display: none; }
	.charts { grid-template-columns: 1fr 1fr; }
	.wide { overflow: visible; }
	table { font-size: 7.5pt; }
	th, td { padding: 1pt 3pt; }
	thead { display: table-header-group; }
	tr, figure { break-inside: avoid; }
}
$css$;

-- The pages there are, and the links from one to the others.
CREATE TABLE page (position int GENERATED ALWAYS AS IDENTITY, href text, title text);
INSERT INTO page (href, title) VALUES ('index.html', 'A release, synthetic respondents'), ('published.html', 'The published tables of 2018');
INSERT INTO page (href, title)
SELECT href, title
FROM (VALUES (1, 'quality_of_life.html', 'Quality of life, a synthetic cohort'), (2, 'survey.html', 'The survey, synthetic respondents'), (3, 'adjustment.html', 'Case-mix adjustment'), (4, 'benchmarking.html', 'Benchmarking'),
	(5, 'suppression.html', 'Suppression'), (6, 'secondary.html', 'Secondary breast cancer'), (7, 'pledge.html', 'The Pledge')) AS p(position, href, title)
WHERE :'all'::boolean
ORDER BY position;
CREATE FUNCTION pages_nav(current text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT format('<nav aria-label="Pages"><p>%s</p></nav>', string_agg(CASE WHEN href = $1 THEN title ELSE format('<a href="%s">%s</a>', href, title) END, ' | ' ORDER BY position))
	FROM page;
END;
