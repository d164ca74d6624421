#ifndef CPE_ADJUST_QUADRATURE_H
#define CPE_ADJUST_QUADRATURE_H

#define CPE_HERMITE_NODES_MAX 64

/*
 * Gauss and Hermite's rule for the whole line, 1 to CPE_HERMITE_NODES_MAX nodes, ascending and
 * symmetric to the bit.  The integral of f is the sum of weight * f(node): exact where
 * f(z) exp(z^2) is a polynomial of degree below 2 * nodes.  (Tables of the rule usually give
 * weight * exp(-node^2).)
 */
extern void cpe_hermite_rule(int nodes, double *node, double *weight);

#endif
