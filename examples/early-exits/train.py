#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains a B-AlexNet for Fashion-MNIST and writes its exit records and its ONNX file into a folder.

Needs Debian's python3-torch, python3-torchvision and dataset-fashion-mnist. The records have the
logits of every exit for samples that the training never saw, as they are and blurred.
"""
import csv
import gzip
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn
from torchvision.transforms.functional import gaussian_blur

DATA = Path("/usr/share/datasets/fashion-mnist")
SIZE = 56  # images of 28 x 28 are enlarged to SIZE x SIZE
EXITS = ["b1", "b2", "output"]
BLUR_KERNELS = [3, 5, 17]  # side of the Gaussian's kernel, in pixels of the enlarged image
HELD_OUT = 10000  # of the training set, its end: for calibration
CALIBRATION_SAMPLES = 500  # that are written, from the start of each split
TEST_SAMPLES = 750
EPOCHS = 10
BATCH = 128


def convolution(channels_in, channels_out, size, **options):
    return nn.Sequential(nn.Conv2d(channels_in, channels_out, size, **options), nn.ReLU())


class BAlexNet(nn.Module):
    """A narrow AlexNet (Krizhevsky et al. 2012) for grey images of 56 x 56 and ten classes, with a
    branch after conv1 and one after conv3, each of a convolution, pooling and a classifier, as in
    BranchyNet (Teerapittayanon et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Sequential(*convolution(1, 12, 5, stride=2, padding=2), nn.MaxPool2d(2))
        self.conv2 = nn.Sequential(*convolution(12, 24, 5, padding=2), nn.MaxPool2d(2))
        self.conv3 = convolution(24, 32, 3, padding=1)
        self.conv4 = nn.Sequential(*convolution(32, 24, 3, padding=1), nn.MaxPool2d(2))
        self.fc5 = nn.Sequential(nn.Flatten(), nn.Linear(24 * 3 * 3, 64), nn.ReLU(), nn.Dropout(0.5))
        self.fc6 = nn.Linear(64, 10)
        self.b1 = self.branch(12, 7)
        self.b2 = self.branch(32, 3)

    @staticmethod
    def branch(channels, size):
        return nn.Sequential(*convolution(channels, 8, 3, padding=1), nn.MaxPool2d(2), nn.Flatten(),
                             nn.Linear(8 * size * size, 10))

    def forward(self, x):
        x = self.conv1(x)
        b1 = self.b1(x)
        x = self.conv3(self.conv2(x))
        b2 = self.b2(x)
        return b1, b2, self.fc6(self.fc5(self.conv4(x)))


def read_idx(name):
    """An array of the IDX format: the number of dimensions is in the fourth byte, their sizes follow."""
    data = gzip.decompress((DATA / name).read_bytes())
    shape = numpy.frombuffer(data, ">u4", count=data[3], offset=4)
    return torch.from_numpy(numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(shape).copy())


def read_split(prefix):
    return read_idx(f"{prefix}-images-idx3-ubyte.gz"), read_idx(f"{prefix}-labels-idx1-ubyte.gz").long()


def as_input(images):
    """Images of 28 x 28 bytes as what the network reads."""
    return nn.functional.interpolate(images[:, None] / 255, size=SIZE, mode="bilinear", align_corners=False)


def train(network, images, labels):
    """Every exit weighs the same in the loss."""
    loss_of = nn.CrossEntropyLoss()
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    network.train()
    for epoch in range(EPOCHS):
        start, total = time.monotonic(), 0.0
        for batch in torch.randperm(len(images)).split(BATCH):
            optimiser.zero_grad()
            loss = sum(loss_of(logits, labels[batch]) for logits in network(as_input(images[batch])))
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(images):.4f}, {time.monotonic() - start:.0f} s", flush=True)


def conditions(images):
    """By name: the images as they are and blurred. Sigma is 0.15 times the kernel's side + 0.35, as in OpenCV."""
    yield "pristine", images
    for kernel in BLUR_KERNELS:
        yield f"blur{kernel}", gaussian_blur(images, kernel)


def rounded(value):
    """Two decimals, which move a confidence by 0.0025 at most; never "-0.00"."""
    return f"{round(value, 2) + 0.0:.2f}"


def write_records(file, network, images, labels, first_sample):
    """One row a sample and exit: the long form of popex's exit records."""
    network.eval()
    with open(file, "w", newline="", encoding="ascii") as out, torch.no_grad():
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["sample", "condition", "label", "exit", *(f"logit_{i}" for i in range(10))])
        for condition, distorted in conditions(as_input(images)):
            logits = torch.stack(network(distorted), dim=1)
            for sample, (label, exits) in enumerate(zip(labels.tolist(), logits.tolist()), first_sample):
                for name, values in zip(EXITS, exits):
                    rows.writerow([sample, condition, label, name, *map(rounded, values)])
    print(file)


def write_model(file, network):
    torch.onnx.export(network.eval(), torch.zeros(1, 1, SIZE, SIZE), str(file), opset_version=13,
                      input_names=["image"], output_names=["b1", "b2", "main"])
    print(file)


def main():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    torch.set_num_threads(2)  # sums, and so weights, depend on it
    images, labels = read_split("train")
    test_images, test_labels = read_split("t10k")
    first = len(images) - HELD_OUT

    network = BAlexNet()
    train(network, images[:first], labels[:first])
    held_out = slice(first, first + CALIBRATION_SAMPLES)
    write_records(folder / "records-calibration.csv", network, images[held_out], labels[held_out], first)
    write_records(folder / "records-test.csv", network, test_images[:TEST_SAMPLES],
                  test_labels[:TEST_SAMPLES], 0)
    write_model(folder / "b-alexnet-fashion.onnx", network)


main()
