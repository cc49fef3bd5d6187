#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Times networkx's minimum cut of a graph that write_network wrote, read from standard input.

Prints the cut's capacity and the seconds of processor time it took: the median of as many runs as the
first argument says, by default one. The graph is built beforehand and not timed.
"""

import math
import statistics
import sys
import time

import networkx


def read_graph(lines):
    vertices, source, sink = map(int, next(lines).split())
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(vertices))
    for line in lines:
        tail, head, capacity = line.split()
        tail, head, capacity = int(tail), int(head), float(capacity)
        # A DiGraph has no parallel arcs, and no capacity is an infinite one.
        before = graph.get_edge_data(tail, head, {"capacity": 0.0}).get("capacity", math.inf)
        graph.add_edge(tail, head)
        if math.isinf(before + capacity):
            graph[tail][head].pop("capacity", None)
        else:
            graph[tail][head]["capacity"] = before + capacity
    return graph, source, sink


def main():
    graph, source, sink = read_graph(iter(sys.stdin))
    seconds = []
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        start = time.process_time()
        value, _ = networkx.minimum_cut(graph, source, sink)
        seconds.append(time.process_time() - start)
    print(repr(value), statistics.median(seconds))


main()
