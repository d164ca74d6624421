#ifndef CPE_BASE_BYTES_H
#define CPE_BASE_BYTES_H

#include <stdint.h>

/* Numbers as they are sent: most significant byte first, in so many bytes. */

static inline unsigned char *
cpe_bytes_write(unsigned char *bytes, uint64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--)
		*bytes++ = (unsigned char) (value >> (8 * i));
	return bytes;
}

static inline uint64_t
cpe_bytes_read(const unsigned char *bytes, int size)
{
	uint64_t value = 0;

	for (int i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return value;
}

#endif
