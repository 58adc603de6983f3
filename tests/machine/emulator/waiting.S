/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the processor of a guest runs that has nothing to do. Without firmware it
 * would take one exception after the other, and all of this machine's time. */
1:	wfi
	b	1b
