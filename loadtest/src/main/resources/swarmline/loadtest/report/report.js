"use strict";
// Draws the page from the JSON in it. Every figure shown carries the place it was taken from.
(function () {
  const report = JSON.parse(document.getElementById("report").textContent);
  const TIMINGS = [
    ["claim", "Claim", "a free place to the next task"],
    ["answer", "Answer", "an answer to its acceptance on disk"],
    ["push", "Push", "a published task to its worker"],
    ["reassign", "Expiry to reassign", "a lease's deadline to the next worker"],
    ["lag", "Generator's lag", "what was due to its sending, by the generator's own fault"],
  ];
  const charts = [];

  const at = (pointer) =>
    pointer.split("/").slice(1).reduce((node, key) => (node == null ? undefined : node[key]), report);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const section = (id) => {
    const node = document.getElementById(id);
    node.hidden = false;
    return node.querySelector(".body") || node;
  };

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== undefined && child !== null));
    return node;
  }

  const fixed = (value, digits) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const whole = (value) => fixed(value, 0);
  const millis = (value) => fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0);
  const share = (value) => fixed(value * 100, 1);

  /** A figure of the report with the place it comes from. */
  function figure(pointer, format, unit, scale) {
    const value = at(pointer);
    if (typeof value !== "number") return el("span", {}, "–");
    const node = el("span", { "data-path": pointer, "data-scale": scale || 1 }, format(value));
    return unit ? el("span", {}, node, el("small", {}, " " + unit)) : node;
  }

  function table(head, rows) {
    const cells = (row, tag) =>
      el("tr", {}, ...row.map((cell, i) => el(tag, { class: head[i].number ? "number" : null }, cell)));
    return el("div", { class: "scroll" },
      el("table", {},
        el("thead", {}, cells(head.map((column) => column.name), "th")),
        el("tbody", {}, ...rows.map((row) => cells(row, "td")))));
  }

  const badge = (text, kind) => el("span", { class: "badge " + kind }, text);
  const text = (name) => ({ name });
  const number = (name) => ({ name, number: true });

  function verdict() {
    const node = document.getElementById("verdict");
    const passed = report.verdict.passed;
    node.className = passed ? "good" : "bad";
    document.title = (passed ? "Passed" : "Failed") + " – Swarmline load test";
    const measured = report.seconds > 0;
    const claim = at("/latencyMillis/claim/count") > 0 ? ", 99 of 100 had their next task within "
      + millis(report.latencyMillis.claim.p99) + " ms" : "";
    const audited = report.audit
      ? report.audit.passed ? " Afterwards every promise was checked against what the server stored: none was broken."
        : " The check against what the server stored found promises that were broken."
      : " What the server stored was not checked.";
    const say = measured
      ? whole(report.settings.workers) + " workers gave " + whole(report.cyclesPerSecond)
        + " answers a second for " + whole(report.seconds) + " s" + claim + "." + audited
      : "Nothing could be measured.";
    node.append(
      el("h1", { id: "verdict-word" }, passed ? "Passed" : "Failed"),
      el("p", { class: "say" }, say));
    if (!passed) {
      node.append(el("ul", {}, ...report.verdict.reasons.map((reason) => el("li", {}, reason))));
    }
    const when = report.startedAt ? new Date(report.startedAt).toISOString().replace("T", " ").slice(0, 19) + " UTC" : "";
    node.append(el("p", { class: "when" },
      "swarmline-loadtest " + report.command + ", " + when
      + (report.server ? ", against " + report.server.url : "")));
    const button = el("button", { title: "light or dark", "aria-label": "light or dark" }, "◐");
    button.onclick = () => {
      const dark = isDark();
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      redraw();
    };
    node.append(button);
  }

  function isDark() {
    const theme = document.documentElement.dataset.theme;
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function tiles() {
    const place = document.getElementById("figures");
    const tile = (name, value, sub, kind) =>
      place.append(el("div", { class: "tile " + (kind || "") },
        el("div", { class: "name" }, name), el("div", { class: "value" }, value),
        el("div", { class: "sub" }, sub)));
    if (report.seconds > 0) {
      tile("Throughput", figure("/cyclesPerSecond", whole, "answers/s"),
        el("span", {}, figure("/cycles", whole), " in ", figure("/seconds", (v) => fixed(v, 1)), " s"));
    }
    for (const [key, name] of TIMINGS) {
      if (key !== "lag" && at("/latencyMillis/" + key + "/count") > 0) {
        const base = "/latencyMillis/" + key;
        tile(name + ", p99", figure(base + "/p99", millis, "ms"),
          el("span", {}, "p50 ", figure(base + "/p50", millis), ", max ", figure(base + "/max", millis), " ms"));
      }
    }
    tile("Errors", figure("/errorCount", whole), Object.keys(report.errors).slice(0, 2).join(", ") || "none",
      report.errorCount > 0 && !report.marks.length ? "warn" : "");
    if (report.audit) {
      tile("Broken promises", figure("/audit/violationCount", whole),
        el("span", {}, figure("/audit/measures/assignments", whole), " assignments checked"),
        report.audit.passed ? "good" : "bad");
    }
    if (at("/consensus/resolved") > 0) {
      tile("Right outcomes", figure("/consensus/accuracy", share, "%", 100),
        el("span", {}, figure("/consensus/answersPerTask", (v) => fixed(v, 2)), " answers a task"));
    }
    tile("Generator", figure("/cpu/generatorCores", (v) => fixed(v, 2), "cores"),
      el("span", {}, figure("/cpu/generatorPeakMegabytes", whole), " MB at most"),
      report.cpu.generatorIsBottleneck ? "bad" : "");
    if (report.cpu.serverCores > 0) {
      tile("Server", figure("/cpu/serverCores", (v) => fixed(v, 2), "cores"), "of " + report.machine.cores);
    }
  }

  function thresholds() {
    if (!report.thresholds || !report.thresholds.length) return;
    section("thresholds").append(table([text("Bound"), number("Measured"), text("")],
      report.thresholds.map((threshold, i) => [
        el("code", {}, threshold.text),
        figure("/thresholds/" + i + "/actual", (v) => fixed(v, v < 10 ? 2 : v < 100 ? 1 : 0)),
        threshold.met ? badge("met", "good") : badge("not met", "bad")])));
  }

  // Charts -------------------------------------------------------------------------------------

  function bands(u) {
    const ctx = u.ctx;
    const left = u.bbox.left, right = left + u.bbox.width;
    const clamp = (x) => Math.max(left, Math.min(right, x));
    ctx.save();
    const first = report.samples.length ? report.samples[0].second - 1 : 0;
    if (first < -0.5) {
      ctx.fillStyle = "rgba(" + css("--warm") + ", 0.12)";
      const from = clamp(u.valToPos(first, "x", true)), to = clamp(u.valToPos(0, "x", true));
      ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
    }
    for (const mark of report.marks) {
      const from = clamp(u.valToPos(mark.from, "x", true));
      const to = Math.max(from + 2 * devicePixelRatio, clamp(u.valToPos(mark.until, "x", true)));
      ctx.fillStyle = "rgba(" + css("--fault") + ", 0.18)";
      ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
      ctx.fillStyle = "rgba(" + css("--fault") + ", 0.8)";
      ctx.fillRect(from, u.bbox.top, devicePixelRatio, u.bbox.height);
    }
    ctx.restore();
  }

  function markNames(u) {
    const ctx = u.ctx;
    ctx.save();
    ctx.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
    ctx.fillStyle = "rgb(" + css("--fault") + ")";
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    let free = -Infinity;
    for (const mark of report.marks) {
      const x = u.valToPos(mark.from, "x", true) + 4 * devicePixelRatio;
      const width = ctx.measureText(mark.kind).width;
      if (x > free && x + width < u.bbox.left + u.bbox.width) {
        ctx.fillText(mark.kind, x, u.bbox.top + 12 * devicePixelRatio);
        free = x + width + 6 * devicePixelRatio;
      }
    }
    ctx.restore();
  }

  const short = (value) =>
    value >= 1e6 ? +(value / 1e6).toPrecision(3) + "M" : value >= 1e4 ? +(value / 1e3).toPrecision(3) + "k" : "" + +value.toPrecision(3);

  function axis(values, size) {
    return {
      stroke: css("--soft"), font: "12px system-ui, sans-serif", size: size,
      grid: { stroke: css("--grid"), width: 1 }, ticks: { stroke: css("--grid"), width: 1 },
      values: values,
    };
  }

  /** Draws a chart now and again when the page's width or colours change. */
  function chart(id, make) {
    const place = document.getElementById(id);
    let plot = null;
    const draw = () => {
      if (plot) plot.destroy();
      const { options, data } = make();
      plot = new uPlot({
        width: Math.max(240, place.clientWidth),
        height: place.classList.contains("tall") ? 330 : 250,
        ...options,
      }, data, place);
    };
    draw();
    charts.push(draw);
  }

  function redraw() {
    charts.forEach((draw) => draw());
  }

  const seconds = () => report.samples.map((sample) => sample.second);
  const column = (name) => report.samples.map((sample) => sample[name] ?? null);
  const ofServer = (name, scale) =>
    report.samples.map((sample) => (sample.server[name] === undefined ? null : sample.server[name] * scale));

  function line(label, colour, format, more) {
    return {
      label, stroke: css(colour), width: 2, points: { show: false },
      value: (u, value) => (value == null ? "–" : format(value)), ...more,
    };
  }

  function timeOptions(series, log, format) {
    return {
      scales: { x: { time: false }, y: log ? { distr: 3, log: 10 } : { range: (u, min, max) => [0, max > 0 ? max * 1.12 : 1] } },
      axes: [
        axis((u, values) => values.map((value) => value + " s"), 36),
        axis((u, values) => values.map((value) => (value == null ? "" : (format || short)(value))), 52)],
      series: [{ label: "second", value: (u, value) => (value == null ? "–" : fixed(value, 0)) }, ...series],
      hooks: { drawClear: [bands], draw: [markNames] },
      cursor: { sync: { key: "time" }, points: { size: 7 } },
    };
  }

  /** A logarithmic scale knows no zero. */
  const positive = (values) => values.map((value) => (value == null || value <= 0 ? null : value));

  function overTime() {
    if (!report.samples.length) return;
    section("time");
    chart("chart-cycles", () => ({
      options: timeOptions([line("answers/s", "--claim", whole, { fill: css("--claim") + "22" })]),
      data: [seconds(), column("cycles")],
    }));
    chart("chart-latency", () => {
      const lines = [], data = [seconds()];
      const add = (key, label, colour, dash, sparse) => {
        const values = column(key);
        if (values.some((value) => value != null)) {
          lines.push(line(label, colour, (v) => millis(v) + " ms", sparse ? { width: 1, points: { show: true, size: 5 } } : { dash }));
          data.push(positive(values));
        }
      };
      add("claimP99", "claim p99", "--claim");
      add("claimP50", "claim p50", "--claim", [4, 4]);
      add("answerP99", "answer p99", "--answer");
      add("pushP99", "push p99", "--push", undefined, true);
      add("reassignP99", "reassign p99", "--reassign", undefined, true);
      return { options: timeOptions(lines, true), data };
    });
    const place = document.getElementById("marks");
    if (report.marks.length) {
      place.append(el("h3", {}, "What was done to the server"),
        table([number("From, s"), number("Until, s"), text("Fault"), text("")],
          report.marks.map((mark, i) => [
            figure("/marks/" + i + "/from", (v) => fixed(v, 1)), figure("/marks/" + i + "/until", (v) => fixed(v, 1)),
            badge(mark.kind, "bad"), mark.what])));
    }
    for (const remark of report.remarks || []) place.append(el("p", { class: "note" }, remark));
  }

  function percentiles() {
    const there = TIMINGS.filter(([key]) => at("/latencyMillis/" + key + "/count") > 0);
    if (!there.length) return;
    const place = section("latency");
    const nines = (percentile) => -Math.log10(1 - percentile / 100);
    chart("chart-percentiles", () => {
      const curves = there.filter(([key]) => key !== "lag").map(([key]) => {
        const curve = report.latencyMillis[key].curve.filter(([percentile]) => percentile > 0 && percentile < 99.9991);
        return [curve.map(([percentile]) => nines(percentile)), positive(curve.map(([, value]) => value))];
      });
      const data = curves.length > 1 ? uPlot.join(curves) : curves[0];
      return {
        options: {
          scales: { x: { time: false, range: [0.04, 4.15] }, y: { distr: 3, log: 10 } },
          axes: [
            { ...axis((u, splits) => splits.map((x) => +(100 - 100 / 10 ** x).toFixed(4) + " %"), 36),
              splits: () => [0.30103, 1, 2, 3, 4] },
            axis((u, values) => values.map((value) => (value == null ? "" : short(value) + " ms")), 72)],
          series: [
            { label: "of all", value: (u, x) => (x == null ? "–" : +(100 - 100 / 10 ** x).toFixed(4) + " %") },
            ...there.filter(([key]) => key !== "lag").map(([key, name]) =>
              line(name, "--" + key, (v) => millis(v) + " ms", { spanGaps: true }))],
        },
        data,
      };
    });
    const points = ["mean", "p50", "p90", "p99", "p99.9", "p99.99", "max"];
    place.append(table(
      [text("Milliseconds"), ...points.map(number), number("Count")],
      there.map(([key, name, what]) => [
        el("span", {}, el("span", { class: "swatch", style: "background: var(--" + key + ")" }), name,
          el("span", { class: "note" }, " – " + what)),
        ...points.map((point) => figure("/latencyMillis/" + key + "/" + point, millis)),
        figure("/latencyMillis/" + key + "/count", whole)])));
  }

  function correctness() {
    if (!report.audit) return;
    const place = section("correct");
    place.append(el("p", {}, report.audit.passed
      ? "What every client was told agrees with what the server stored."
      : "What clients were told does not agree with what the server stored. The first of each kind:"));
    if (report.audit.findings.length) {
      place.append(table([text("Invariant"), text("Check"), text("What was found")],
        report.audit.findings.map((finding) => [badge(finding.invariant, "bad"), el("code", {}, finding.rule), finding.what])));
    }
    if (report.audit.checks) {
      place.append(el("h3", {}, "What was checked"),
        table([text(""), text("Promise"), number("Broken")],
          report.audit.checks.map((check, i) => [badge(check.invariant, check.violations ? "bad" : "good"),
            check.promise, figure("/audit/checks/" + i + "/violations", whole)])));
    }
  }

  function consensus() {
    if (!(at("/consensus/tasks") > 0)) return;
    section("consensus").append(table([text(""), number("")], [
      ["Tasks that ended by their answers", figure("/consensus/tasks", whole)],
      ["Resolved", figure("/consensus/resolved", whole)],
      ["Contested", figure("/consensus/contested", whole)],
      ["Resolved rightly", figure("/consensus/accuracy", share, "%", 100)],
      ["Answers a task", figure("/consensus/answersPerTask", (v) => fixed(v, 2))],
      ["Paid in all", figure("/consensus/paid", (v) => fixed(v, 2))],
      ["Paid a task", figure("/consensus/paidPerTask", (v) => fixed(v, 4))]]));
  }

  function server() {
    const place = document.getElementById("server-charts");
    const makers = [];
    const add = (id, caption, make) => {
      place.append(el("figure", {}, el("figcaption", {}, caption), el("div", { class: "chart", id })));
      makers.push([id, make]);
    };
    if (!report.samples.length) return;
    const body = section("server");
    const has = (name) => report.samples.some((sample) => sample.server[name] !== undefined);
    add("chart-cpu", "Processor, cores", () => {
      const lines = [line("generator", "--lag", (v) => fixed(v, 2))], data = [seconds(), column("generatorCores")];
      if (has("cores")) {
        lines.unshift(line("server", "--claim", (v) => fixed(v, 2)));
        data.splice(1, 0, ofServer("cores", 1));
      }
      return { options: timeOptions(lines), data };
    });
    if (has("heapBytes")) {
      add("chart-heap", "Server's heap, megabytes", () => ({
        options: timeOptions([line("heap", "--push", (v) => whole(v) + " MB")]),
        data: [seconds(), ofServer("heapBytes", 1 / 1048576)],
      }));
      add("chart-gc", "Server's garbage collection, milliseconds in each second", () => ({
        options: timeOptions([line("pauses", "--reassign", (v) => fixed(v, 1) + " ms")]),
        data: [seconds(), ofServer("gcMillis", 1)],
      }));
    }
    if (has("commits")) {
      add("chart-commits", "Journal: write and sync of one batch, milliseconds", () => ({
        options: timeOptions([
          line("mean", "--answer", (v) => millis(v) + " ms"),
          line("p99, at most", "--answer", (v) => millis(v) + " ms", { dash: [4, 4] })]),
        data: [seconds(), ofServer("commitMillis", 1), ofServer("commitP99Millis", 1)],
      }));
    }
    makers.forEach(([id, make]) => chart(id, make));
    if (!has("cores")) {
      body.append(el("p", { class: "note" }, "The server's metrics could not be read: they need an operator's key, or are off."));
    }
    body.append(el("h3", {}, "The generator's own health"), table([text(""), number("")], [
      ["Processor used", figure("/cpu/generatorCores", (v) => fixed(v, 2), "cores")],
      ["Busiest socket thread", figure("/cpu/busiestThread", (v) => fixed(v, 2), "of a core")],
      ["Memory at most", figure("/cpu/generatorPeakMegabytes", whole, "MB")],
      ["Lag behind its schedule, p99", figure("/latencyMillis/lag/p99", millis, "ms")],
      ["Is it the bottleneck?", report.cpu.generatorIsBottleneck ? badge("yes: do not trust the rate", "bad") : badge("no", "good")]]));
  }

  function baseline() {
    if (!report.baseline) return;
    const place = section("baseline");
    place.append(el("p", { class: "note" }, report.baseline.name + ", " + report.baseline.startedAt));
    const kinds = { better: "good", worse: "bad", same: "plain" };
    place.append(table([text("Figure"), number("Now"), number("Then"), number("Change"), text("")],
      report.baseline.figures.map((one, i) => [
        el("code", {}, one.figure),
        figure("/baseline/figures/" + i + "/now", (v) => fixed(v, v < 100 ? 2 : 0)),
        figure("/baseline/figures/" + i + "/before", (v) => fixed(v, v < 100 ? 2 : 0)),
        one.change === undefined ? "–" : (one.change > 0 ? "+" : "") + fixed(one.change * 100, 1) + " %",
        badge(one.verdict, kinds[one.verdict])])));
    if (report.baseline.settings.length) {
      place.append(el("h3", {}, "Settings that differ"), table([text("Setting"), text("Now"), text("Then")],
        report.baseline.settings.map((one) => [one.setting, one.now, one.before])));
    }
  }

  function about() {
    const place = section("about");
    const list = (title, values) => {
      const rows = Object.entries(values || {}).map(([name, value]) => [
        name.replace(/([A-Z])/g, (letter) => " " + letter.toLowerCase()),
        el("code", {}, Array.isArray(value) ? value.join(", ") : typeof value === "number" ? "" + +value.toFixed(3) : "" + value)]);
      if (rows.length) place.append(el("div", {}, el("h3", {}, title), table([text(""), text("")], rows)));
    };
    list("Settings", report.settings);
    list("Machine", { ...report.machine, generator: "swarmline-loadtest " + report.version, server: at("/server/version") ? "Swarmline " + report.server.version : "unknown" });
    list("Counts over the whole run", report.counts);
    list("Errors", report.errors);
  }

  verdict();
  tiles();
  thresholds();
  overTime();
  percentiles();
  correctness();
  consensus();
  server();
  baseline();
  about();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) {
      width = innerWidth;
      redraw();
    }
  });
  document.documentElement.dataset.drawn = charts.length;
})();
