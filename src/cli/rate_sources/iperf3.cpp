// SPDX-License-Identifier: MIT
#include "cli/rate_sources/iperf3.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/iperf3_answer.hpp"
#include "background/json_shape.hpp"
#include "cli/failure.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

// For the connection, and for what is on its way when the upload ends; a slow link has a lot.
constexpr double kMoreThanTheUpload_s = 15;

}  // namespace

Result<Iperf3Server> read_iperf3_server(const std::string& text) {
  Iperf3Server server;
  std::string rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string::npos) {
      return Problems{{"--source", fmt::format("'iperf3:{}', expected a ] after [", text)}};
    }
    server.host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    // An address with several colons has no port: that would need brackets.
    const std::size_t colon = text.find(':');
    const bool has_port =
        colon != std::string::npos && text.find(':', colon + 1) == std::string::npos;
    server.host = text.substr(0, has_port ? colon : std::string::npos);
    rest = has_port ? text.substr(colon) : "";
  }
  if (server.host.empty()) {
    return Problems{
        {"--source", fmt::format("'iperf3:{}', expected iperf3:HOST or iperf3:HOST:PORT", text)}};
  }
  if (rest.empty()) return server;
  server.port = rest.substr(1);
  const auto port = text::parse_number(server.port);
  const bool is_number = server.port.find_first_not_of("0123456789") == std::string::npos;
  if (rest.front() != ':' || !is_number || !port || *port < 1 || *port > 65535) {
    return Problems{{"--source", fmt::format("'iperf3:{}', expected a port, 1 to 65535, after {}",
                                             text, server.host)}};
  }
  return server;
}

Iperf3::Iperf3(Iperf3Server server, const RateSourceParts& parts)
    : server_(std::move(server)),
      parts_(parts),
      period_s_(parts.period_s > 0 ? parts.period_s : kPeriod_s),
      name_(fmt::format("iperf3 {}:{}", server_.host, server_.port)) {}

void Iperf3::next(RateEvent& event) {
  event.kind = RateEvent::Kind::end;
  if (!parts_.clock.wait_until(next_s_)) return;
  const double begin_s = parts_.clock.now_s();
  const Result<Mbps> rate = measure();
  const double now_s = parts_.clock.now_s();
  if (!parts_.clock.wait_until(now_s)) return;  // it was ended with us
  if (rate) {
    event.kind = RateEvent::Kind::sample;
    event.time_s = now_s;
    event.rate = Mbps{std::clamp(rate->value, 0.0, ProfileLimits::rate_mbps)};
    next_s_ = begin_s + period_s_;
    retry_.succeeded();
    return;
  }
  const double wait_s = retry_.wait_s();
  next_s_ = now_s + wait_s;
  event.kind = RateEvent::Kind::failed;
  event.where = rate.problems().front().where;
  event.message = fmt::format("{}; again in {} s", rate.problems().front().message, wait_s);
}

Result<Mbps> Iperf3::measure() const {
  std::string answer;
  ProgramRun run;
  run.words = {"iperf3",
               "--client",
               server_.host,
               "--port",
               server_.port,
               "--time",
               fmt::format("{}", std::ceil(parts_.duration_s)),
               "--json"};
  run.on_line = [&](std::string_view line) {
    if (answer.size() > JsonLimits::bytes) return;
    answer += line;
    answer += '\n';
  };
  run.timeout =
      std::chrono::milliseconds(std::llround(1000 * (parts_.duration_s + kMoreThanTheUpload_s)));
  run.stop = parts_.stop;
  const ProgramEnd end = parts_.run_program(run);
  if (end.kind == ProgramEnd::Kind::not_run && end.code == ENOENT) {
    throw Failure("iperf3", "is not installed; Debian's and Ubuntu's package is iperf3",
                  Problem::Cause::system);
  }
  // With any exit code, what it says is in its answer.
  if (end.kind != ProgramEnd::Kind::exited) return Problems{{name_, end.in_words()}};
  return read_iperf3_answer(answer, name_);
}

}  // namespace popex::cli
