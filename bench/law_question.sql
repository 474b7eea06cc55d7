-- Who may be proposed for bk-ttg of 2025, received on 2026-02-10, by the rows of a register: days
-- count from 1970-01-01, ratings run from 1 to 4, mode 0 is regular merit, 1 sudden merit.
WITH first_year AS (
  SELECT subject, max(year) AS year
    FROM (SELECT subject, coalesce(ends_in, 2025) + 1 AS year FROM measures WHERE starts <= 20494
          UNION ALL
          SELECT subject, closing + 1 FROM awards
           WHERE award = 'bk-ttg' AND mode = 0 AND decided <= 20494 AND closing <= 2025) AS bars
   GROUP BY subject),
good AS (
  SELECT ratings.subject, ratings.year,
         row_number() OVER (PARTITION BY ratings.subject ORDER BY ratings.year DESC) AS place
    FROM ratings LEFT JOIN first_year ON first_year.subject = ratings.subject
   WHERE rating >= 3 AND ratings.year <= 2025 AND ratings.year >= coalesce(first_year.year, 0)),
run AS (
  SELECT subject, min(year) AS start FROM good
   WHERE year + place = 2026 GROUP BY subject HAVING count(*) >= 5),
titled AS (
  SELECT awards.subject FROM awards JOIN run ON run.subject = awards.subject
   WHERE award = 'cstd-co-so' AND mode = 0 AND decided <= 20494
     AND closing BETWEEN run.start AND 2025
   GROUP BY awards.subject HAVING count(DISTINCT closing) >= 3)
SELECT count(*) FROM titled
 WHERE subject IN (SELECT subject FROM awards WHERE award = 'bk-bo' AND mode = 0
                      AND decided <= 20494 AND closing <= 2025)
   AND subject NOT IN (SELECT subject FROM awards WHERE award IN ('bk-ttg', 'hc-lao-dong-3', 'hc-bvtq-3')
                          AND mode <> 1 AND decided BETWEEN 20454 AND 20494)
   AND subject NOT IN (SELECT subject FROM people WHERE pending = 1)
