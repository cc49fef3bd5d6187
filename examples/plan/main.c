/* SPDX-License-Identifier: MIT */
/* A device's side of a plan: reads upload rates in Mbps, one a line, and says for each where to split
 * and how long an inference is expected to take. */
#include <stdio.h>

#include "plan.h"

int main(void) {
  double rate_mbps;
  while (scanf("%lf", &rate_mbps) == 1) {
    const int piece = b_alexnet_find(rate_mbps);
    const struct b_alexnet_piece *plan = &b_alexnet_plan[piece];
    printf("%g Mbps: split at %s, layers %d, branches %d, %.1f ms\n", rate_mbps,
           plan->split[0], plan->layers[0], plan->branches[0],
           b_alexnet_expected_time_ms(piece, rate_mbps));
  }
  return 0;
}
