#include "adjust/quadrature.h"

#include <math.h>

/* Halvings that leave an interval of the nodes' width (below 24) at 1e-9. */
#define HALVINGS 35
#define NEWTON_STEPS 3

/*
 * The orthonormal Hermite functions at z: psi_0 = pi^(-1/4) exp(-z^2 / 2), and psi_(k+1) =
 * z sqrt(2 / (k + 1)) psi_k - sqrt(k / (k + 1)) psi_(k-1) (DLMF 18.9.1, normed).
 */
struct hermite
{
	double last;     /* psi_nodes */
	double previous; /* psi_(nodes-1) */
	double squares;  /* sum of psi_k^2, k < nodes */
	int above;       /* how many zeros of psi_nodes are above z */
};

static struct hermite
hermite_at(int nodes, double z)
{
	struct hermite at = {exp(-z * z / 2) / sqrt(sqrt(M_PI)), 0, 0, 0};

	for (int k = 0; k < nodes; k++)
	{
		double next = z * sqrt(2.0 / (k + 1)) * at.last - sqrt(k / (k + 1.0)) * at.previous;

		/* each change of sign of the sequence is a zero above z (Sturm) */
		if ((next < 0) != (at.last < 0))
			at.above++;
		at.squares += at.last * at.last;
		at.previous = at.last;
		at.last = next;
	}
	return at;
}

/* The zero of psi_nodes that has that many above it, by halving and then Newton's method. */
static double
hermite_zero(int nodes, int above)
{
	double low = 0;
	double high = sqrt(2.0 * nodes + 1); /* beyond it there is none */
	double z;

	for (int i = 0; i < HALVINGS; i++)
	{
		double middle = (low + high) / 2;

		if (hermite_at(nodes, middle).above > above)
			low = middle;
		else
			high = middle;
	}
	z = (low + high) / 2;
	for (int i = 0; i < NEWTON_STEPS; i++)
	{
		struct hermite at = hermite_at(nodes, z);

		z -= at.last / (sqrt(2.0 * nodes) * at.previous - z * at.last);
	}
	return z;
}

void
cpe_hermite_rule(int nodes, double *node, double *weight)
{
	for (int above = 0; above <= (nodes - 1) / 2; above++)
	{
		int place = nodes - 1 - above;

		node[place] = place == above ? 0 : hermite_zero(nodes, above);
		weight[place] = 1 / hermite_at(nodes, node[place]).squares;
		node[above] = place == above ? 0 : -node[place];
		weight[above] = weight[place];
	}
}
