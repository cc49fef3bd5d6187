#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the networks of the bundled measured profiles as ONNX files into a folder.

Needs Debian's python3-torch and python3-torchvision. The networks are not trained: what a layer
takes does not depend on its weights. Exits are outputs of their own, before the main one.
"""
import sys
from pathlib import Path

import torch
import torchvision
from torch import nn


class LocalResponseNorm(torch.autograd.Function):
    """One LRN node; torch writes a dozen nodes instead, which OpenCV 4.6 cannot read."""

    @staticmethod
    def forward(ctx, x, size, alpha, beta, bias):
        return nn.functional.local_response_norm(x, size, alpha, beta, bias)

    @staticmethod
    def symbolic(g, x, size, alpha, beta, bias):
        return g.op("LRN", x, size_i=size, alpha_f=alpha, beta_f=beta, bias_f=bias).setType(x.type())


class Lrn(nn.Module):
    def forward(self, x):
        return LocalResponseNorm.apply(x, 5, 1e-4, 0.75, 2.0)


def convolution(channels_in, channels_out, size, **options):
    return nn.Sequential(nn.Conv2d(channels_in, channels_out, size, **options), nn.ReLU())


def exit_head(channels, classes=1000):
    """The common small branch: global average pooling and a classifier."""
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


class BAlexNet(nn.Module):
    """AlexNet (Krizhevsky et al. 2012, one tower) with a branch after conv1 and one after conv3, each
    of a convolution, pooling and a classifier, as in BranchyNet (Teerapittayanon et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Sequential(*convolution(3, 96, 11, stride=4, padding=2), Lrn(), nn.MaxPool2d(3, 2))
        self.conv2 = nn.Sequential(*convolution(96, 256, 5, padding=2), Lrn(), nn.MaxPool2d(3, 2))
        self.conv3 = convolution(256, 384, 3, padding=1)
        self.conv4 = convolution(384, 384, 3, padding=1)
        self.conv5 = nn.Sequential(*convolution(384, 256, 3, padding=1), nn.MaxPool2d(3, 2))
        self.fc6 = nn.Sequential(nn.Flatten(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU())
        self.fc7 = nn.Sequential(nn.Linear(4096, 4096), nn.ReLU())
        self.fc8 = nn.Linear(4096, 1000)
        self.b1 = self.branch(96)
        self.b2 = self.branch(384)

    @staticmethod
    def branch(channels):
        return nn.Sequential(*convolution(channels, 32, 3, padding=1), nn.MaxPool2d(3, 2), *exit_head(32))

    def forward(self, x):
        x = self.conv1(x)
        b1 = self.b1(x)
        x = self.conv3(self.conv2(x))
        b2 = self.b2(x)
        return b1, b2, self.fc8(self.fc7(self.fc6(self.conv5(self.conv4(x)))))


class TinyBAlexNet(nn.Module):
    """The same for images of 32 x 32 and ten classes, and narrow: small enough to come with popex."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Sequential(*convolution(3, 12, 5, padding=2), Lrn(), nn.MaxPool2d(3, 2))
        self.conv2 = nn.Sequential(*convolution(12, 24, 5, padding=2), Lrn(), nn.MaxPool2d(3, 2))
        self.conv3 = convolution(24, 32, 3, padding=1)
        self.conv4 = nn.Sequential(*convolution(32, 24, 3, padding=1), nn.MaxPool2d(3, 2))
        self.fc5 = nn.Sequential(nn.Flatten(), nn.Linear(24 * 3 * 3, 64), nn.ReLU())
        self.fc6 = nn.Linear(64, 10)
        self.b1 = exit_head(12, 10)
        self.b2 = exit_head(32, 10)

    def forward(self, x):
        x = self.conv1(x)
        b1 = self.b1(x)
        x = self.conv3(self.conv2(x))
        b2 = self.b2(x)
        return b1, b2, self.fc6(self.fc5(self.conv4(x)))


class ResNet18(nn.Module):
    """torchvision's ResNet-18 with an exit after the second of its four stages."""

    def __init__(self):
        super().__init__()
        self.net = torchvision.models.resnet18()
        self.b1 = exit_head(128)

    def forward(self, x):
        net = self.net
        x = net.maxpool(net.relu(net.bn1(net.conv1(x))))
        x = net.layer2(net.layer1(x))
        b1 = self.b1(x)
        x = net.layer4(net.layer3(x))
        return b1, net.fc(torch.flatten(net.avgpool(x), 1))


class GoogLeNet(nn.Module):
    """torchvision's GoogLeNet with its two auxiliary classifiers as exits. These pool to 4 x 4 from
    14 x 14, which has no ONNX operator of its own: here with windows of 5 x 5 every 3, as in the
    paper (Szegedy et al. 2015)."""

    def __init__(self):
        super().__init__()
        self.net = torchvision.models.googlenet(aux_logits=True, init_weights=False)

    @staticmethod
    def auxiliary(aux, x):
        x = torch.flatten(aux.conv(nn.functional.avg_pool2d(x, 5, 3)), 1)
        return aux.fc2(nn.functional.relu(aux.fc1(x)))

    def forward(self, x):
        net = self.net
        x = net.maxpool1(net.conv1(x))
        x = net.maxpool2(net.conv3(net.conv2(x)))
        x = net.inception4a(net.maxpool3(net.inception3b(net.inception3a(x))))
        aux1 = self.auxiliary(net.aux1, x)
        x = net.inception4d(net.inception4c(net.inception4b(x)))
        aux2 = self.auxiliary(net.aux2, x)
        x = net.inception5b(net.inception5a(net.maxpool4(net.inception4e(x))))
        return aux1, aux2, net.fc(torch.flatten(net.avgpool(x), 1))


class MobileNetV2(nn.Module):
    """torchvision's MobileNetV2 with exits after the 7th and the 14th of its 19 stages."""

    def __init__(self):
        super().__init__()
        self.net = torchvision.models.mobilenet_v2()
        self.b1 = exit_head(32)
        self.b2 = exit_head(96)

    def forward(self, x):
        features = self.net.features
        x = features[:7](x)
        b1 = self.b1(x)
        x = features[7:14](x)
        b2 = self.b2(x)
        x = features[14:](x)
        return b1, b2, self.net.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


# Each with its image's height and width and the names of its outputs.
NETWORKS = {
    "b-alexnet": (BAlexNet, 224, ["b1", "b2", "main"]),
    "b-alexnet-tiny": (TinyBAlexNet, 32, ["b1", "b2", "main"]),
    "vgg16": (torchvision.models.vgg16, 224, ["main"]),
    "resnet18": (ResNet18, 224, ["b1", "main"]),
    "googlenet": (GoogLeNet, 224, ["aux1", "aux2", "main"]),
    "mobilenetv2": (MobileNetV2, 224, ["b1", "b2", "main"]),
}


def main():
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER [{' | '.join(NETWORKS)}]...")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or NETWORKS:
        network, size, outputs = NETWORKS[name]
        torch.manual_seed(1)
        file = folder / f"{name}.onnx"
        torch.onnx.export(network().eval(), torch.zeros(1, 3, size, size), str(file), opset_version=13,
                          input_names=["image"], output_names=outputs)
        print(file)


main()
