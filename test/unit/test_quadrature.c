#include "adjust/quadrature.h"
#include "unit.h"

#include <math.h>

/* Rules of up to 5 nodes in closed form; the weights as tables have them. */
static void
check_closed_forms(void)
{
	static const struct
	{
		int nodes;
		int place;
		double square; /* of the node */
		double weight; /* in units of the square root of pi */
	} known[] = {{1, 0, 0, 1},
	             {2, 1, 0.5, 0.5},
	             {3, 1, 0, 2.0 / 3},
	             {3, 2, 1.5, 1.0 / 6},
	             {4, 2, 0.27525512860841095, 0.45412414523193151},
	             {4, 3, 2.7247448713915891, 0.045875854768068491},
	             {5, 2, 0, 8.0 / 15},
	             {5, 3, 0.91886116991581023, 0.22207592200561264},
	             {5, 4, 4.0811388300841897, 0.011257411327720689}};
	double node[CPE_HERMITE_NODES_MAX];
	double weight[CPE_HERMITE_NODES_MAX];

	/* the figures above are (3 -+ sqrt 6) / 2, 1 / (4 (3 -+ sqrt 6)); (5 -+ sqrt 10) / 2,
	   3 / (20 (7 -+ 2 sqrt 10)) */
	RELATIVE(known[4].square, (3 - sqrt(6)) / 2, 1e-15, "4 nodes");
	RELATIVE(known[5].weight, 1 / (4 * (3 + sqrt(6))), 1e-15, "4 nodes");
	RELATIVE(known[7].square, (5 - sqrt(10)) / 2, 1e-15, "5 nodes");
	RELATIVE(known[8].weight, 3 / (20 * (7 + 2 * sqrt(10))), 1e-15, "5 nodes");
	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
	{
		double z;

		cpe_hermite_rule(known[k].nodes, node, weight);
		z = node[known[k].place];
		ABSOLUTE(z * z, known[k].square, 1e-14, "%d nodes: node %d", known[k].nodes,
		         known[k].place);
		RELATIVE(weight[known[k].place] * exp(-z * z), sqrt(M_PI) * known[k].weight, 1e-14,
		         "%d nodes: weight %d", known[k].nodes, known[k].place);
	}
	unit_worst("relative");
}

/*
 * What makes a rule of n nodes the rule: it integrates z^k exp(-z^2) exactly for k < 2 n, which is
 * Gamma((k + 1) / 2) for even k; and it is wrong for k = 2 n by the norm of the polynomial that is
 * 0 in its nodes, n! sqrt(pi) / 2^n.
 */
static void
check_powers(void)
{
	double node[CPE_HERMITE_NODES_MAX];
	double weight[CPE_HERMITE_NODES_MAX];

	for (int nodes = 1; nodes <= CPE_HERMITE_NODES_MAX; nodes++)
	{
		cpe_hermite_rule(nodes, node, weight);
		for (int q = 0; q < nodes; q++)
		{
			CHECK(node[q] == -node[nodes - 1 - q] && weight[q] == weight[nodes - 1 - q],
			      "%d nodes: symmetric", nodes);
			CHECK(q == 0 || node[q] > node[q - 1], "%d nodes: ascending", nodes);
			CHECK(weight[q] > 0, "%d nodes: weight %d", nodes, q);
		}
		for (int power = 0; power <= 2 * nodes; power += 2)
		{
			double want = lgamma((power + 1) / 2.0);
			double sum = 0;

			for (int q = 0; q < nodes; q++)
				if (node[q] != 0 || power == 0)
					sum += weight[q] *
					       exp((power ? power * log(fabs(node[q])) : 0) - node[q] * node[q] - want);
			if (power == 2 * nodes)
				sum += exp(lgamma(nodes + 1.0) + log(M_PI) / 2 - nodes * log(2) - want);
			ABSOLUTE(sum, 1, 5e-13, "%d nodes: power %d", nodes, power);
		}
	}
	unit_worst("relative");
}

/* Not a polynomial: the integral of exp(-z^2) cos(2 z) is sqrt(pi) / e. */
static void
check_cosine(void)
{
	double node[CPE_HERMITE_NODES_MAX];
	double weight[CPE_HERMITE_NODES_MAX];

	for (int nodes = 16; nodes <= CPE_HERMITE_NODES_MAX; nodes++)
	{
		double sum = 0;

		cpe_hermite_rule(nodes, node, weight);
		for (int q = 0; q < nodes; q++)
			sum += weight[q] * exp(-node[q] * node[q]) * cos(2 * node[q]);
		RELATIVE(sum, sqrt(M_PI) / exp(1), 1e-13, "%d nodes", nodes);
	}
	unit_worst("relative");
}

int
main(void)
{
	unit_case("rules in closed form");
	check_closed_forms();
	unit_case("powers up to where the rule is exact, and the first where it is not");
	check_powers();
	unit_case("a cosine");
	check_cosine();
	return unit_end();
}
