import torch
import torch.nn.functional as F

from inputs import read_batches, read_parameters

ACTIVATIONS = {"sigmoid": torch.sigmoid, "relu": torch.relu, "identity": lambda a: a}


class TorchNet:
    """One row in PyTorch; `compiled`: its loss, or for the RBM the whole step, by torch.compile."""

    def __init__(self, request, compiled):
        torch.set_num_threads(request["threads"])
        torch.manual_seed(0)
        self.versions = {"torch": torch.__version__}
        self.row = row = request["row"]
        self.batches = [
            (torch.from_numpy(x.copy()), torch.from_numpy(labels).long()) for x, labels in read_batches(request)
        ]
        learns_by_hand = row["kind"] == "rbm"
        self.p = {
            name: torch.from_numpy(values.copy()).requires_grad_(not learns_by_hand)
            for name, values in read_parameters(request).items()
        }
        self.number = 0
        self.operands = None
        work = {"autoencoder": self.autoencoder_loss, "classifier": self.classifier_loss, "rbm": self.learn_rbm}[
            row["kind"]
        ]
        self.work = torch.compile(work, dynamic=False) if compiled else work
        self.optimizer = None if learns_by_hand else self.make_optimizer()

    def make_optimizer(self):
        rate = self.row["optimizer"]["learningRate"]
        kind = torch.optim.Adam if self.row["optimizer"]["use"] == "adam" else torch.optim.SGD
        return kind(self.p.values(), lr=rate, fused=True)

    def step(self):
        x, labels = self.batches[self.number % len(self.batches)]
        self.number += 1
        if self.optimizer is None:
            with torch.no_grad():
                return self.work(x).item()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.work(x, labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def apply(self, layers, h):
        for layer in layers:
            W = self.p[layer["weights"]]
            W = W.t() if layer["transposed"] else W
            h = ACTIVATIONS[layer["activation"]](torch.addmm(self.p[layer["bias"]], h, W))
        return h

    def autoencoder_loss(self, x, _labels):
        row = self.row
        layers, depth = row["layers"], len(row["hidden"])
        corrupted = x if row["masking"] == 0 else x * (torch.rand_like(x) >= row["masking"])
        h = self.apply(layers[:depth], corrupted)
        theta = self.apply(layers[depth:], h)
        loss = F.binary_cross_entropy_with_logits(theta, x, reduction="sum") / x.shape[0]
        if row["contractive"] == 0:
            return loss
        slopes = (h * (1 - h)).square().mean(0)
        return loss + row["contractive"] * torch.dot(slopes, self.p[layers[0]["weights"]].square().sum(0))

    def classifier_loss(self, x, labels):
        return F.cross_entropy(self.apply(self.row["layers"], x), labels)

    def learn_rbm(self, x):
        encoder, decoder = self.row["layers"]
        W, b, c = self.p[encoder["weights"]], self.p[encoder["bias"]], self.p[decoder["bias"]]
        rate = self.row["optimizer"]["learningRate"]
        logits = torch.addmm(b, x, W)
        h = torch.sigmoid(logits)
        v = torch.bernoulli(torch.sigmoid(torch.addmm(c, torch.bernoulli(h), W.t())))
        fantasy = torch.sigmoid(torch.addmm(b, v, W))
        theta = torch.addmm(c, h, W.t())
        loss = F.binary_cross_entropy_with_logits(theta, x, reduction="sum") / x.shape[0]
        W.addmm_(x.t(), h, alpha=rate / x.shape[0]).addmm_(v.t(), fantasy, alpha=-rate / x.shape[0])
        b.add_(h.mean(0) - fantasy.mean(0), alpha=rate)
        c.add_(x.mean(0) - v.mean(0), alpha=rate)
        return loss

    def multiply(self):
        if self.operands is None:
            self.operands = {name: torch.rand(shape) for name, shape in self.row["operands"].items()}
        for product in self.row["products"]:
            left, right = self.operands[product["left"]], self.operands[product["right"]]
            left = left.t() if product["transposeLeft"] else left
            right = right.t() if product["transposeRight"] else right
            left @ right
