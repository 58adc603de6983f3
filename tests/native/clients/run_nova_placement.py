# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova_placement.py FILE: what the provider configuration FILE does for scheduling.

Nova's compute side reads it for two hosts and tells Placement, whose own application is
asked in this process; Nova's scheduler side asks Placement for hosts, and claims there.
The second host has one container of each label only."""

import logging
import os
import sys
import tempfile
import uuid
import warnings

warnings.simplefilter("ignore")

# pylint: disable=wrong-import-position
import eventlet
eventlet.monkey_patch()
import requests
import webob
from nova import conf, context, objects
from nova.compute import provider_config, resource_tracker
from nova.scheduler import utils
from nova.scheduler.client import report
from oslo_config import cfg
from placement import conf as placement_conf
from placement import db_api, deploy
# pylint: enable=wrong-import-position

CLASS = "CUSTOM_FSLMC_NET"


def placement(directory):
    """Placement's application, with a database of its own."""
    settings = cfg.ConfigOpts()
    placement_conf.register_opts(settings)
    settings.set_override("connection", f"sqlite:///{directory}/placement", "placement_database")
    settings.set_override("auth_strategy", "noauth2", "api")
    settings([], project="placement", default_config_files=[], default_config_dirs=[])
    settings.set_override("sync_on_startup", True, "placement_database")
    db_api.configure(settings)
    return deploy.loadapp(settings)


class Adapter:
    """Takes what Nova's client sends to Placement's application."""

    def __init__(self, application):
        self.application = application

    def send(self, method, url, json=None, microversion="1.0", headers=None):
        """Answers as the network would."""
        request = webob.Request.blank(url, method=method)
        request.headers.update(headers or {})
        request.headers["x-auth-token"] = "admin"
        request.headers["OpenStack-API-Version"] = f"placement {microversion or '1.0'}"
        if json is not None:
            request.json = json
            request.content_type = "application/json"
        said = request.get_response(self.application)
        answer = requests.Response()
        answer.status_code = said.status_int
        answer.headers.update(said.headers)
        answer._content = said.body
        return answer

    def __getattr__(self, method):
        def call(url, json=None, microversion=None, headers=None, **_named):
            return self.send(method.upper(), url, json, microversion, headers)
        return call


def add_host(adapter, name, file):
    """A compute node that has read the file."""
    client = report.SchedulerReportClient(adapter=adapter)
    node = str(uuid.uuid4())
    tree = client.get_provider_tree_and_ensure_root(context.get_admin_context(), node, name)
    tree.add_traits(node, "COMPUTE_NODE")
    tree.update_inventory(node, {name: {"total": total, "reserved": 0, "min_unit": 1,
                                        "max_unit": total, "step_size": 1,
                                        "allocation_ratio": 1.0}
                                 for name, total in (("VCPU", 8), ("MEMORY_MB", 4096),
                                                     ("DISK_GB", 40))})
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "fslmc.yaml"), "w", encoding="utf-8") as copy:
            copy.write(file)
        configs = provider_config.get_provider_configs(directory)
    # without a driver and a database, of which nothing is asked here
    tracker = resource_tracker.ResourceTracker.__new__(resource_tracker.ResourceTracker)
    tracker.absent_providers = set()
    tracker._merge_provider_configs(configs, tree)
    client.update_from_provider_tree(context.get_admin_context(), tree)
    return node


class Guest:
    """A guest of a flavor, for the scheduler."""

    def __init__(self, client, hosts, extra_specs):
        self.client = client
        self.hosts = hosts
        self.context = context.get_admin_context()
        self.spec = objects.RequestSpec(
            instance_uuid=str(uuid.uuid4()), user_id="user", project_id=str(uuid.uuid4()),
            flavor=objects.Flavor(memory_mb=64, vcpus=1, root_gb=1, ephemeral_gb=0, swap=0,
                                  extra_specs=extra_specs),
            image=objects.ImageMeta(properties=objects.ImageMetaProps()),
            requested_resources=[], request_level_params=objects.RequestLevelParams(),
            limits=None, is_bfv=False, requested_destination=None)

    def candidates(self):
        """Prints and returns what there is to choose from, by name of the host."""
        request = utils.ResourceRequest.from_request_spec(self.spec)
        self.version = None
        found, _, self.version = self.client.get_allocation_candidates(self.context, request)
        by_host = {self.hosts[node]: candidate for candidate in found or []
                   for node in candidate["allocations"]}
        print("hosts:", " ".join(sorted(by_host)) or "none")
        return by_host

    def claim(self, candidate):
        """Prints whether it got it."""
        claimed = utils.claim_resources(self.context, self.client, self.spec,
                                        self.spec.instance_uuid, candidate,
                                        allocation_request_version=self.version)
        print("claimed" if claimed else "refused")

    def leave(self):
        """It is deleted."""
        self.client.delete_allocation_for_instance(self.context, self.spec.instance_uuid)


def main(path):
    """Prints it all."""
    logging.disable(logging.CRITICAL)
    conf.CONF([], project="nova", default_config_files=[])
    objects.register_all()
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as directory:
        adapter = Adapter(placement(directory))
        client = report.SchedulerReportClient(adapter=adapter)
        hosts = {add_host(adapter, "first", text): "first",
                 add_host(adapter, "second", text.replace("total: 2", "total: 1")): "second"}
        wanted = {f"resources:{CLASS}": "1"}

        for node, name in hosts.items():
            inventory = client.get(f"/resource_providers/{node}/inventories").json()
            print(name, CLASS, inventory["inventories"][CLASS]["total"])
        guests = [Guest(client, hosts, wanted) for _ in range(5)]
        for guest, host in ((guests[0], "first"), (guests[1], "second")):
            guest.claim(guest.candidates()[host])
        # two want the last one at the same time
        found = [guest.candidates() for guest in guests[2:4]]
        for guest, candidates in zip(guests[2:4], found):
            guest.claim(candidates["first"])
        guests[4].candidates()
        print("another flavor:")
        Guest(client, hosts, {}).candidates()
        print("after a delete:")
        guests[1].leave()
        guests[4].candidates()


main(*sys.argv[1:])
