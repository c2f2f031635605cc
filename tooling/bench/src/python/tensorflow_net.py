import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

from inputs import read_batches, read_parameters

ACTIVATIONS = {"sigmoid": tf.sigmoid, "relu": tf.nn.relu, "identity": lambda a: a}
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class TensorFlowNet:
    """One row in TensorFlow: the whole step is one tf.function."""

    def __init__(self, request):
        if not tf.executing_eagerly():
            raise RuntimeError("TensorFlow 2 is needed")
        tf.config.threading.set_intra_op_parallelism_threads(request["threads"])
        tf.random.set_seed(0)
        self.versions = {"tensorflow": tf.__version__}
        self.row = row = request["row"]
        self.batches = [(tf.constant(x), tf.constant(labels)) for x, labels in read_batches(request)]
        self.p = {name: tf.Variable(values, name=name) for name, values in read_parameters(request).items()}
        if row["optimizer"]["use"] == "adam":
            self.moments = {name: (self.zeros(w), self.zeros(w)) for name, w in self.p.items()}
            self.powers = tf.Variable(1.0), tf.Variable(1.0)
        self.number = 0
        self.operands = None
        self.learn = tf.function(self.learn_rbm if row["kind"] == "rbm" else self.descend)
        self.multiply_all = tf.function(self.products)

    @staticmethod
    def zeros(w):
        return tf.Variable(tf.zeros_like(w))

    def step(self):
        x, labels = self.batches[self.number % len(self.batches)]
        self.number += 1
        return float(self.learn(x, labels))

    def descend(self, x, labels):
        loss_of = self.classifier_loss if self.row["kind"] == "classifier" else self.autoencoder_loss
        with tf.GradientTape() as tape:
            loss = loss_of(x, labels)
        gradients = tape.gradient(loss, self.p)
        (self.adam if self.row["optimizer"]["use"] == "adam" else self.sgd)(gradients)
        return loss

    def sgd(self, gradients):
        rate = self.row["optimizer"]["learningRate"]
        for name, g in gradients.items():
            tf.raw_ops.ResourceApplyGradientDescent(var=self.p[name].handle, alpha=rate, delta=g)

    def adam(self, gradients):
        power1, power2 = self.powers
        power1.assign(power1 * BETA1)
        power2.assign(power2 * BETA2)
        for name, g in gradients.items():
            m, v = self.moments[name]
            tf.raw_ops.ResourceApplyAdam(
                var=self.p[name].handle,
                m=m.handle,
                v=v.handle,
                beta1_power=power1,
                beta2_power=power2,
                lr=self.row["optimizer"]["learningRate"],
                beta1=BETA1,
                beta2=BETA2,
                # The operation adds ε to √v; this makes it the ε of the paper, which is added to √v̂.
                epsilon=EPSILON * tf.sqrt(1 - power2),
                grad=g,
            )

    def apply(self, layers, h):
        for layer in layers:
            a = tf.matmul(h, self.p[layer["weights"]], transpose_b=layer["transposed"]) + self.p[layer["bias"]]
            h = ACTIVATIONS[layer["activation"]](a)
        return h

    def autoencoder_loss(self, x, _labels):
        row = self.row
        layers, depth = row["layers"], len(row["hidden"])
        corrupted = x
        if row["masking"] > 0:
            corrupted = x * tf.cast(tf.random.uniform(x.shape) >= row["masking"], tf.float32)
        h = self.apply(layers[:depth], corrupted)
        theta = self.apply(layers[depth:], h)
        loss = cross_entropy(x, theta)
        if row["contractive"] == 0:
            return loss
        slopes = tf.reduce_mean(tf.square(h * (1 - h)), 0)
        norms = tf.reduce_sum(tf.square(self.p[layers[0]["weights"]]), 0)
        return loss + row["contractive"] * tf.reduce_sum(slopes * norms)

    def classifier_loss(self, x, labels):
        logits = self.apply(self.row["layers"], x)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))

    def learn_rbm(self, x, _labels):
        encoder, decoder = self.row["layers"]
        W, b, c = self.p[encoder["weights"]], self.p[encoder["bias"]], self.p[decoder["bias"]]
        h = tf.sigmoid(tf.matmul(x, W) + b)
        v = draw(tf.sigmoid(tf.matmul(draw(h), W, transpose_b=True) + c))
        fantasy = tf.sigmoid(tf.matmul(v, W) + b)
        loss = cross_entropy(x, tf.matmul(h, W, transpose_b=True) + c)
        data, model = tf.matmul(x, h, transpose_a=True), tf.matmul(v, fantasy, transpose_a=True)
        rate = self.row["optimizer"]["learningRate"]
        W.assign_add(rate / x.shape[0] * (data - model))
        b.assign_add(rate * tf.reduce_mean(h - fantasy, 0))
        c.assign_add(rate * tf.reduce_mean(x - v, 0))
        return loss

    def multiply(self):
        if self.operands is None:
            self.operands = {name: tf.random.uniform(shape) for name, shape in self.row["operands"].items()}
        self.multiply_all(self.operands)

    def products(self, operands):
        return [
            tf.matmul(
                operands[product["left"]],
                operands[product["right"]],
                transpose_a=product["transposeLeft"],
                transpose_b=product["transposeRight"],
            )
            for product in self.row["products"]
        ]


def cross_entropy(x, theta):
    summed = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=theta))
    return summed / x.shape[0]


def draw(p):
    return tf.cast(tf.random.uniform(p.shape) < p, tf.float32)
