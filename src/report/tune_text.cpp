// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/decision_text.hpp"
#include "report/goal_wording.hpp"
#include "report/records_wording.hpp"
#include "report/table.hpp"
#include "report/tune_answer.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using Row = std::vector<std::string>;

/// More points of a front than this are thinned for the screen.
constexpr std::size_t kMostPoints = 20;

bool is_energy(const TuneAnswer& answer) { return answer.goal.objective == Objective::energy; }

std::string cost_in_words(const TuneAnswer& answer, double cost) {
  return is_energy(answer) ? energy_in_words(cost) : duration(Milliseconds(cost));
}

std::string cost_name(const TuneAnswer& answer) {
  return is_energy(answer) ? "expected energy" : "expected time";
}

std::string cost_column(const TuneAnswer& answer) {
  return is_energy(answer) ? "expected mJ" : "expected ms";
}

std::string criterion_name(const TuneAnswer& answer) {
  return fmt::format("{}{} {}", answer.normalised ? "normalised " : "", name_of(answer.criterion),
                     answer.criterion == ExitCriterion::confidence ? ">=" : "<=");
}

std::string threshold_in_words(const std::optional<double>& threshold) {
  return threshold ? fmt::format("{:.4g}", *threshold) : "all";
}

/// "b1 0.83, b2 all"
template <class Exits>
std::string exits_in_words(const TuneAnswer& answer, const Exits& exits) {
  std::string words;
  for (const auto& exit : exits) {
    const std::optional<std::size_t> branch = exit.branch;
    if (!branch) continue;
    words +=
        fmt::format("{}{} {}", words.empty() ? "" : ", ", answer.profile->branches()[*branch].name,
                    threshold_in_words(exit.threshold));
  }
  return words.empty() ? "none" : words;
}

std::string question_in_words(const TuneAnswer& answer) {
  if (!answer.question) return fmt::format("least {} for each accuracy", cost_name(answer));
  const TuneQuestion& question = *answer.question;
  if (question.kind == TuneQuestion::Kind::most_accurate) {
    return fmt::format("most accurate with {} up to {}", cost_name(answer),
                       cost_in_words(answer, question.bound));
  }
  return fmt::format("least {} with an accuracy of at least {}", cost_name(answer),
                     percent(question.bound));
}

std::string condition_line(const TuneAnswer& answer, const TuneAnswer::Condition& condition) {
  return broken_after_commas(
             fmt::format("{} samples of {}{}, {}:", condition.samples, heading_of(answer.about),
                         condition_in_words(answer.about, condition.values),
                         question_in_words(answer)),
             0, 2) +
         '\n';
}

std::string share_of(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  return percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string exits_table(const TuneAnswer& answer, const TunedDecision& decision, Page page) {
  std::vector<Row> rows{
      {"", "exit", criterion_name(answer), "reached", "left", "accuracy", "time of a sample"}};
  for (const ExitShare& exit : decision.exits) {
    rows.push_back({"", exit.branch ? answer.profile->branches()[*exit.branch].name : "output",
                    exit.branch ? threshold_in_words(exit.threshold) : "all",
                    share_of(exit.reached, decision.samples), share_of(exit.left, decision.samples),
                    share_of(exit.correct, exit.left), duration(exit.latency)});
  }
  return render_table(rows, page);
}

std::string choices_table(const TuneAnswer& answer, const std::vector<TuneChoice>& choices,
                          Page page) {
  const bool has_late = choices.back().decision.share_late.has_value();
  std::vector<Row> rows{{"", "choice", "split", "exits", cost_column(answer), "accuracy", "sent"}};
  if (has_late) rows[0].emplace_back("late");
  for (const TuneChoice& choice : choices) {
    const TunedDecision& decision = choice.decision;
    Row row{&choice == &choices.back() ? "*" : "",
            choice.name,
            label_of(choice.profile, decision.decision.placement),
            exits_in_words(answer, decision.exits),
            fmt::format("{:.3f}", cost_of(answer, decision)),
            percent(decision.accuracy()),
            percent(decision.share_sent_to_last)};
    if (has_late) row.push_back(percent(decision.share_late.value_or(0)));
    rows.push_back(std::move(row));
  }
  return render_table(rows, page);
}

std::string gap_line(const TuneAnswer& answer, const SearchGap& gap) {
  return broken_after_commas(
             fmt::format("The search stopped early: what it did not look at has an {} of {} or "
                         "more, and an accuracy of {} or less.",
                         cost_name(answer), cost_in_words(answer, gap.least_cost),
                         percent(gap.most_accuracy)),
             0, 2) +
         '\n';
}

std::string bootstrap_line(const TuneAnswer& answer, const TuneBootstrap& bootstrap) {
  return broken_after_commas(
             fmt::format("95 % of {} resamples (seed {}): {} {} … {}, accuracy {} … {}, the same "
                         "split is best in {}{}.",
                         bootstrap.resamples, bootstrap.seed, cost_name(answer),
                         cost_in_words(answer, bootstrap.cost.from),
                         cost_in_words(answer, bootstrap.cost.to), percent(bootstrap.accuracy.from),
                         percent(bootstrap.accuracy.to), percent(bootstrap.same_split),
                         bootstrap.feasible < 1 ? fmt::format(", the bound can be kept in {}",
                                                              percent(bootstrap.feasible))
                                                : ""),
             0, 2) +
         '\n';
}

std::string validation_line(const TuneAnswer& answer, const TunedDecision& validation) {
  std::string words = fmt::format("On {} samples of {}: {} {}, accuracy {}", validation.samples,
                                  answer.validated_on, cost_name(answer),
                                  cost_in_words(answer, cost_of(answer, validation)),
                                  percent(validation.accuracy()));
  if (validation.share_late) words += fmt::format(", late {}", percent(*validation.share_late));
  return broken_after_commas(words + '.', 0, 2) + '\n';
}

std::string chosen_text(const TuneAnswer& answer, const TuneAnswer::Condition& condition,
                        Page page) {
  const TuneChoice& chosen = condition.choices.back();
  const Decision& decision = chosen.decision.decision;
  std::string what = fmt::format(
      "{}; {} {}, accuracy {}:", where_split(chosen.profile, decision.placement), cost_name(answer),
      cost_in_words(answer, cost_of(answer, chosen.decision)), percent(chosen.decision.accuracy()));
  std::string text = broken_after_commas(what, 0, 2) + '\n';
  text += decision_lines(chosen.profile, answer.goal, decision);
  text += exits_table(answer, chosen.decision, page);
  if (condition.gap) text += gap_line(answer, *condition.gap);
  if (condition.bootstrap) text += bootstrap_line(answer, *condition.bootstrap);
  if (condition.validation) text += validation_line(answer, *condition.validation);
  return text + '\n' + choices_table(answer, condition.choices, page);
}

std::string front_text(const TuneAnswer& answer, const TuneAnswer::Condition& condition,
                       Page page) {
  const std::vector<TuneFrontPoint>& front = condition.front;
  const std::size_t shown = std::min(front.size(), kMostPoints);
  std::vector<Row> rows{{cost_column(answer), "accuracy", "split", "exits"}};
  for (std::size_t i = 0; i < shown; ++i) {
    // Both ends, and evenly between them.
    const TuneFrontPoint& at = front[shown == 1 ? 0 : i * (front.size() - 1) / (shown - 1)];
    rows.push_back({fmt::format("{:.3f}", at.point.cost),
                    fmt::format("{:.2f} %", 100 * at.point.accuracy), at.label,
                    exits_in_words(answer, at.point.exits)});
  }
  std::string text = render_table(rows, page);
  if (shown < front.size()) {
    text += fmt::format("{} of {} points; --format csv has them all.\n", shown, front.size());
  }
  if (condition.gap) text += gap_line(answer, *condition.gap);
  return text;
}

}  // namespace

std::string render_text(const TuneAnswer& answer, Page page) {
  std::string text = heading(*answer.profile, answer.scenario, answer.goal);
  for (const TuneAnswer::Condition& condition : answer.conditions) {
    if (&condition != &answer.conditions.front()) text += '\n';
    text += condition_line(answer, condition);
    text += condition.choices.empty() ? front_text(answer, condition, page)
                                      : chosen_text(answer, condition, page);
  }
  return text;
}

}  // namespace popex::report
