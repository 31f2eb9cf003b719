"""One hostile and ten honest tenants on one installation: how much slower the honest ones become."""
