/* SPDX-License-Identifier: GPL-2.0-only
 *
 * vfio_platform_fslmc_test.c: reset functions for devices of the test machine
 */

#include <linux/io.h>
#include <linux/module.h>

#include "../vfio_platform_private.h"

/* The registers are plain memory, and a reset clears the first of them: so a test can
 * tell whether there was one. */
static int fslmc_test_clear(struct vfio_platform_device *vdev)
{
	struct vfio_platform_region *region = &vdev->regions[0];

	if (!region->ioaddr) {
		region->ioaddr = ioremap(region->addr, region->size);
		if (!region->ioaddr)
			return -ENOMEM;
	}
	writel(0, region->ioaddr);
	return 0;
}

/* A clock goes on. */
static int fslmc_test_leave(struct vfio_platform_device *vdev)
{
	return 0;
}

static struct vfio_platform_reset_node fslmc_test_nodes[] = {
	{
		.compat = "fslmc-test,with-reset",
		.owner = THIS_MODULE,
		.of_reset = fslmc_test_clear,
	},
	{
		.compat = "arm,pl031",
		.owner = THIS_MODULE,
		.of_reset = fslmc_test_leave,
	},
};

static int __init fslmc_test_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(fslmc_test_nodes); i++)
		__vfio_platform_register_reset(&fslmc_test_nodes[i]);
	return 0;
}

static void __exit fslmc_test_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(fslmc_test_nodes); i++)
		vfio_platform_unregister_reset(fslmc_test_nodes[i].compat,
					       fslmc_test_nodes[i].of_reset);
}

module_init(fslmc_test_init);
module_exit(fslmc_test_exit);

MODULE_ALIAS("vfio-reset:fslmc-test,with-reset");
MODULE_ALIAS("vfio-reset:arm,pl031");
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Reset functions for devices of a test machine");
