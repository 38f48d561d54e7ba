"""Neural networks. Modules in here import torch, which is an extra: only a model that is used loads them."""
