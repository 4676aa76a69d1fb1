# Writes packages/statistics/test/fixtures/statistics-r.json: the tests whose ties, zeros, missing values and types of sums of squares R
# treats in its own way. Needs nothing beyond R itself.
#
# Run: Rscript reference/statistical_tests.R

set.seed(20254)

json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ","), "]"))
    return(paste0("{", paste0('"', names(x), '":', parts, collapse = ","), "}"))
  }
  one <- if (is.character(x)) paste0('"', x, '"') else ifelse(is.na(x), "null", sprintf("%.17g", x))
  if (is.character(x) || length(x) != 1 || inherits(x, "AsIs")) paste0("[", paste(one, collapse = ","), "]") else one
}

sides <- c("two.sided", "greater", "less")

signed_ranks <- function(d) {
  run <- function(side) suppressWarnings(wilcox.test(d, alternative = side))
  list(differences = I(d), positive = unname(run("less")$statistic), exact = as.numeric(!any(d == 0) && !any(duplicated(abs(d)))),
       p = I(vapply(sides, function(side) run(side)$p.value, 0)))
}

shapiro <- function(x) {
  result <- shapiro.test(x)
  list(values = I(x), w = unname(result$statistic), p = result$p.value)
}

friedman <- function(n, k) {
  rows <- matrix(round(rnorm(n * k) + rep(0.3 * seq_len(k), each = n)), n, k)
  result <- friedman.test(rows)
  list(rows = lapply(seq_len(n), function(i) I(rows[i, ])), chiSquared = unname(result$statistic), p = result$p.value)
}

power_t <- function(n, delta, type) {
  list(n = n, effectSize = delta, paired = as.numeric(type == "paired"),
       power = power.t.test(n, delta, 1, 0.05, type = type, strict = TRUE)$power)
}

# Type III by dropping each term from the sum-to-zero model, type II by adding it to all that do not contain it.
anova_table <- function(drop) {
  table <- expand.grid(architecture = c("gru", "lstm"), optimisation = c("fixed", "bayes"), loss = c("standard", "advanced"),
                       block = c("anger", "fear", "joy"), copy = 1:2, stringsAsFactors = FALSE)
  table$y <- round(rnorm(nrow(table)) + 0.8 * (table$loss == "advanced") + 0.5 * (table$block == "joy"), 3)
  table <- table[-sample(nrow(table), drop), ]
  coded <- as.data.frame(lapply(table, function(x) if (is.character(x)) factor(x, levels = unique(x)) else x))
  options(contrasts = c("contr.sum", "contr.poly"))
  full <- lm(y ~ block + architecture * optimisation * loss, coded)
  third <- drop1(full, ~., test = "F")[-1, ]
  labels <- attr(terms(full), "term.labels")
  second <- vapply(labels, function(label) {
    parts <- strsplit(label, ":")[[1]]
    contains <- vapply(strsplit(labels, ":"), function(other) all(parts %in% other), TRUE)
    without <- lm(reformulate(c("1", labels[!contains]), "y"), coded)
    with <- lm(reformulate(c("1", labels[!contains], label), "y"), coded)
    deviance(without) - deviance(with)
  }, 0)
  list(response = I(table$y), factors = list(architecture = table$architecture, optimisation = table$optimisation, loss = table$loss),
       block = table$block, names = labels, second = I(unname(second)), third = I(third[["Sum of Sq"]]),
       f = I(third[["F value"]]), p = I(third[["Pr(>F)"]]))
}

studentized <- function(groups, df, q) {
  list(groups = groups, df = if (is.finite(df)) df else NULL, q = q, upper = ptukey(q, groups, df, lower.tail = FALSE))
}

result <- list(
  signedRanks = lapply(list(c(1.2, -0.4, 2.2, 3.1, 0.7, 1.9), c(3, 0, -1, 0, 2, 4, -4, 6), c(1, 1, -1, 2, 2, 3, 5), round(rnorm(49, 0.3), 4),
                            round(rnorm(80, 0.1), 1), round(rnorm(70, 0.2), 5)), signed_ranks),
  shapiro = lapply(list(rnorm(3), rnorm(5), runif(8), rnorm(11), rexp(12), round(rnorm(60), 1), rexp(400)), function(x) shapiro(signif(x, 7))),
  friedman = list(friedman(6, 3), friedman(12, 5)),
  power = list(power_t(6, 1.8, "two.sample"), power_t(6, 1.43, "paired"), power_t(40, 0.3, "two.sample"), power_t(90, 0.2, "paired")),
  adjusted = {
    p <- c(0.01, NA, 0.04, 0.03, 0.5, 0.03, 0.9)
    list(p = I(p), holm = I(p.adjust(p, "holm")), bh = I(p.adjust(p, "BH")))
  },
  anova = list(anova_table(3), anova_table(11)),
  studentized = list(studentized(3, Inf, 3.31), studentized(8, Inf, 4.2), studentized(3, 10, 3.877), studentized(8, 40, 5))
)
arguments <- commandArgs(FALSE)
script <- sub("--file=", "", grep("--file=", arguments, value = TRUE))
writeLines(json(result), file.path(dirname(script), "../packages/statistics/test/fixtures/statistics-r.json"))
