// SPDX-License-Identifier: MIT
#include "cli/batch.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/scenario_reader.hpp"
#include "background/text_file.hpp"
#include "cli/failure.hpp"
#include "cli/goal_options.hpp"
#include "cli/in_order.hpp"
#include "cli/options.hpp"
#include "decision_maker/breakpoints.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/goal_solver.hpp"
#include "decision_maker/min_cut.hpp"
#include "model/expected_time.hpp"
#include "report/json.hpp"

namespace popex::cli {
namespace {

constexpr std::size_t kChunkBytes = 1U << 16U;
constexpr std::size_t kMostProfiles = 1000;

/// Consecutive lines of the input.
struct Lines {
  std::size_t first_number = 0;
  std::vector<std::string> lines;
};

struct Answers {
  std::string text;
  std::vector<Problems> bad_lines;
};

std::string source_name(const BatchOptions& options) {
  return options.source == "-" ? "standard input" : options.source;
}

/// The profiles that lines have named so far, for all threads.
class ProfileCache {
 public:
  explicit ProfileCache(const Context& context) : context_(context) {}

  std::shared_ptr<const Result<LoadedProfile>> get(const std::string& name) {
    const std::lock_guard lock(mutex_);
    auto& entry = profiles_[name];
    if (!entry) {
      if (profiles_.size() > kMostProfiles) {
        profiles_.erase(name);
        return std::make_shared<const Result<LoadedProfile>>(
            Problems{{name, fmt::format("more than {} profiles in one run", kMostProfiles)}});
      }
      entry = std::make_shared<const Result<LoadedProfile>>(load(context_, name));
    }
    return entry;
  }

 private:
  const Context& context_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Result<LoadedProfile>>> profiles_;
};

/// What is said in `line` wins over the defaults.
template <class T>
Setting<T> merged(Setting<T> line, const Setting<T>& defaults) {
  if (line.all) return line;
  line.all = defaults.all;
  for (const auto& named : defaults.named) {
    const bool said = std::any_of(line.named.begin(), line.named.end(),
                                  [&](const auto& mine) { return mine.first == named.first; });
    if (!said) line.named.push_back(named);
  }
  return line;
}

/// What is said of a line that has no answer.
ExitCode code_of_line(const Problems& problems) {
  const ExitCode code = code_of(problems);
  return code == ExitCode::infeasible ? code : ExitCode::bad_input;
}

/// Decides line after line; one a thread.
class Worker {
 public:
  Worker(const BatchOptions& options, ProfileCache& profiles)
      : options_(options), profiles_(profiles) {}

  void operator()(const Lines& chunk, Answers& answers) {
    answers.text.clear();
    answers.bad_lines.clear();
    for (std::size_t i = 0; i < chunk.lines.size(); ++i) {
      const std::size_t begin = answers.text.size();
      Problems problems = answer_or_say_why(chunk.lines[i], answers.text);
      if (!problems.empty()) {
        const std::string line =
            fmt::format("{}:{}", source_name(options_), chunk.first_number + i);
        for (Problem& problem : problems) {
          // A line has no lines of its own: ":1:5" is its column 5.
          if (problem.where.starts_with(":1:")) problem.where.erase(0, 2);
        }
        problems = in_file(line, std::move(problems));
        report::append_error_json(answers.text, static_cast<int>(code_of_line(problems)), problems,
                                  text::Layout::inline_);
        answers.bad_lines.push_back(std::move(problems));
      }
      // First in the answer, whatever that is, as it was first known.
      if (const std::string& id = reader_.id(); !id.empty()) {
        answers.text.insert(begin + 1, "\"id\":" + id + ',');
      }
      answers.text += '\n';
    }
  }

 private:
  /// Appends the answer, or nothing where there are problems. An exception is this line's alone.
  Problems answer_or_say_why(const std::string& line, std::string& out) {
    const std::size_t before = out.size();
    try {
      return answer(line, out);
    } catch (const std::exception&) {
      out.resize(before);
      name_.clear();
      loaded_.reset();
      solver_.reset();
      instance_ = {};
      return problems_of_exception();
    }
  }

  Problems answer(const std::string& line, std::string& out) {
    Result<ScenarioLine> read = reader_.read(line);
    if (!read) return read.problems();
    use_profile(read->profile.empty() ? options_.profile : read->profile);
    if (!*loaded_) return loaded_->problems();
    const Profile& profile = (*loaded_)->profile;

    Scenario scenario;
    scenario.rate = merged(std::move(read->scenario.rate), options_.scenario.rate);
    scenario.latency = merged(std::move(read->scenario.latency), options_.scenario.latency);
    scenario.exit_probability =
        merged(std::move(read->scenario.exit_probability), options_.scenario.exit_probability);
    scenario.gamma = read->scenario.gamma ? read->scenario.gamma : options_.scenario.gamma;
    return is_plain(options_.goal) ? decide(profile, scenario, out)
                                   : decide_for_goal(profile, scenario, out);
  }

  Problems decide(const Profile& profile, const Scenario& scenario, std::string& out) {
    Result<Instance> made =
        make_instance(profile, scenario, ScenarioReader::places(), std::move(instance_));
    if (!made) return placed(made.problems());
    instance_ = *std::move(made);
    const Instance& instance = instance_;
    if (Problems problems = problems_of(options_.solver, instance, true, "--solver");
        !problems.empty()) {
      return problems;
    }

    report::SolveAnswer answer;
    answer.profile = &profile;
    answer.scenario = complete_scenario(profile, instance, scenario.gamma);
    answer.solver = options_.solver;
    if (options_.solver == Solver::exhaustive) {
      answer.decision = expected_time(instance, solve_exhaustive(instance).placement);
    } else if (options_.solver == Solver::mincut) {
      answer.decision = expected_time(instance, solve_min_cut(instance).placement);
    } else {
      if (!solver_) solver_.emplace(instance);
      answer.decision = expected_time(instance, solver_->solve(instance).placement);
    }
    if (instance.tiers == 2) {
      answer.holds = rates_where_best(instance, answer.decision.placement);
    }
    report::append_json(out, answer, text::Layout::inline_);
    return {};
  }

  Problems decide_for_goal(const Profile& profile, const Scenario& scenario, std::string& out) {
    const Result<Planner> planner = Planner::make(profile, scenario, options_.goal,
                                                  ScenarioReader::places(), goal_option_places());
    if (!planner) return placed(planner.problems());
    Result<Decision> decision = planner->decide(options_.solver, "--solver");
    if (!decision) return decision.problems();
    report::append_json(
        out,
        report::answer_of(profile, *planner, options_.goal, options_.solver, *std::move(decision)),
        text::Layout::inline_);
    return {};
  }

  /// The profile's problems with its file; the scenario's ("rate_mbps edge-cloud") as pointers.
  /// What an option says stays where it is.
  [[nodiscard]] Problems placed(Problems problems) const {
    for (Problem& problem : problems) {
      if (problem.where.starts_with('/')) {
        problem.where = (*loaded_)->file + ": " + problem.where;
      } else if (!problem.where.starts_with("--")) {
        std::replace(problem.where.begin(), problem.where.end(), ' ', '/');
        problem.where = '/' + problem.where;
      }
    }
    return problems;
  }

  void use_profile(const std::string& name) {
    if (loaded_ && name == name_) return;
    loaded_ = profiles_.get(name);
    name_ = name;
    solver_.reset();
  }

  const BatchOptions& options_;
  ProfileCache& profiles_;
  ScenarioReader reader_;
  std::string name_;
  std::shared_ptr<const Result<LoadedProfile>> loaded_;
  std::optional<DijkstraSolver> solver_;  // for the layers and branches of loaded_
  Instance instance_;                     // of the last line; its memory serves the next
};

/// Takes lines while there are some to be had without waiting, so that answers to a slow source
/// come as soon as its lines do.
bool read_lines(std::istream& in, Lines& chunk, std::size_t& number) {
  chunk.first_number = number + 1;
  std::size_t count = 0;
  std::size_t bytes = 0;
  do {
    if (count == chunk.lines.size()) chunk.lines.emplace_back();
    std::string& line = chunk.lines[count];
    if (!std::getline(in, line)) break;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    bytes += line.size();
    ++count;
  } while (bytes < kChunkBytes && in.rdbuf()->in_avail() > 0);
  chunk.lines.resize(count);
  number += count;
  return count > 0;
}

}  // namespace

ExitCode run_batch(const Context& context, const BatchOptions& options, Output& output) {
  std::ifstream file;
  if (options.source != "-") {
    errno = 0;
    file.open(options.source, std::ios::binary);
    if (!file) {
      throw Failure(options.source, fmt::format("cannot be read: {}", std::strerror(errno)),
                    Problem::Cause::system);
    }
  }
  std::istream& in = options.source == "-" ? context.in : file;
  ProfileCache profiles(context);
  if (!options.profile.empty()) {
    // The profile of the whole run: better to fail here than on every line.
    const auto loaded = profiles.get(options.profile);
    if (!*loaded) throw Failure(loaded->problems());
    check_goal(**loaded, options.scenario, options.goal);
  }

  std::size_t lines = 0;
  std::size_t bad_lines = 0;
  ExitCode code = ExitCode::done;
  work_in_order<Lines, Answers>(
      options.threads, [&](Lines& chunk) { return read_lines(in, chunk, lines); },
      [&] { return Worker(options, profiles); },
      [&](const Answers& answers) {
        output.write(answers.text);
        output.flush();
        for (const Problems& problems : answers.bad_lines) {
          if (code != ExitCode::bad_input) code = code_of_line(problems);
          if (++bad_lines > kMostReported) continue;
          for (const Problem& problem : problems) {
            context.log.error(fmt::format("{}: {}", problem.where, problem.message));
          }
        }
      });
  if (in.bad()) {
    throw Failure(source_name(options), "cannot be read to its end", Problem::Cause::system);
  }
  if (bad_lines == 0) return ExitCode::done;
  context.log.error(fmt::format(
      "{}: {} of {} lines {}{}", source_name(options), bad_lines, lines,
      code == ExitCode::infeasible ? "have no decision" : "are wrong",
      bad_lines > kMostReported ? fmt::format(", the first {} are listed", kMostReported) : ""));
  return code;
}

}  // namespace popex::cli
