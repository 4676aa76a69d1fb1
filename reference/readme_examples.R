# Writes packages/statistics/test/fixtures/readme.json: what the README of @mien/statistics shows, by R's own tests on the data sets
# `sleep` and `warpbreaks` that come with it. Needs nothing beyond R itself.
#
# Run: Rscript reference/readme_examples.R

number <- function(x) sprintf("%.17g", unname(x))
list_of <- function(x) paste0("[", paste(number(x), collapse = ","), "]")
object <- function(parts) paste0("{", paste0('"', names(parts), '":', parts, collapse = ","), "}")

first <- sleep$extra[sleep$group == 1]
second <- sleep$extra[sleep$group == 2]
gained <- second - first
paired <- t.test(second, first, paired = TRUE)
margin <- 0.5
above <- t.test(gained, mu = -margin, alternative = "greater")$p.value
below <- t.test(gained, mu = margin, alternative = "less")$p.value
signed <- suppressWarnings(wilcox.test(second, first, paired = TRUE, exact = FALSE))
found <- power.t.test(n = 10, delta = 1, sd = 1, type = "paired", strict = TRUE)$power
needed <- power.t.test(power = 0.9, delta = 0.5, sd = 1, type = "paired", strict = TRUE)$n
adjusted <- p.adjust(c(0.012, 0.03, 0.04, 0.2), "holm")

table <- anova(lm(breaks ~ wool * tension, warpbreaks))
effect <- function(row) object(list(f = number(table[row, "F value"]), p = number(table[row, "Pr(>F)"]), df = number(table[row, "Df"])))

result <- object(list(
  source = paste0('"R ', getRversion(), '"'),
  first = list_of(first), second = list_of(second),
  paired = object(list(estimate = number(paired$estimate), t = number(paired$statistic), p = number(paired$p.value),
                       low = number(paired$conf.int[1]), high = number(paired$conf.int[2]))),
  tost = number(max(above, below)),
  wilcoxon = object(list(positive = number(signed$statistic), p = number(signed$p.value))),
  power = number(found), pairs = number(ceiling(needed)), holm = list_of(adjusted),
  breaks = list_of(warpbreaks$breaks),
  anova = object(list(wool = effect("wool"), tension = effect("tension"), "wool:tension" = effect("wool:tension")))
))
script <- sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))
writeLines(result, file.path(dirname(script), "../packages/statistics/test/fixtures/readme.json"))
