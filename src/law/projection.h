// What a subject could do from now on, year by year: shared by the earliest year (outlook) and the
// path to it. Pure; the future is judged by the law as read today.
#pragma once

#include "law/evaluate.h"

namespace thidua::law {

// One coming year of a plan: what the subject achieves in it and what is then awarded.
struct ComingYear {
    int year = 0;
    Rating rating = Rating::None;     // At least; None: nothing is asked.
    int initiatives = 0;              // At least so many of `level` or higher; 0: none is asked.
    Level level = Level::Base;        // Of the initiatives.
    bool present = false;             // The question's own year: awards may come, deeds no more.
    bool unit_year = false;           // Units: first of its block, clean Party, members as asked.
    std::vector<std::string> awards;  // Granted for the year, in this order.
    std::vector<std::string> left;    // Could be had, but would delay the award asked for.
};

// The first year in which anything can still come: the question's own where it had not ended on the
// day of receipt, never one that had.
int first_coming(Question const& question);
// The best that can be done in a year; in the question's own nothing more.
ComingYear best_year(Subject subject, Question const& question, int year);
// Writes what was achieved into the history; awards are granted one by one with `grant`.
void achieve(Facts& facts, ComingYear const& coming);
void grant(Facts& facts, std::string const& award, int year);

// The regime to read by on a day; `unread` tells that it is a projection. Null where no law is
// read.
Regime const* read_regime(LawBook const& book, Date day, bool& unread);

// The latest regime whose text is read; `otherwise` where none is.
Regime const& last_read(LawBook const& book, Regime const& otherwise);

// Whether the award may be given for the year, asked on its last day, by the law as far as read.
bool reachable(LawBook const& book,
               Facts const& facts,
               std::string const& award,
               int year,
               Hopes* hopes = nullptr);

// Whether the requirement can be met at all, whatever the subject still does: not where its category
// does not fit, nor where the law leaves it to a person.
bool can_be_met(Node const& node, Facts const& facts);
// The same of an award by any text that is read.
bool can_be_given(LawBook const& book, Facts const& facts, std::string const& award);

// The awards that a standard of `award` rests on in any regime, and itself, in the order in which a
// year's awards are tried: what one law does not ask of a year, the law of the next may. Forms of
// the State come last, the highest first: their bases lie in earlier years, and a lower one of the
// same year would stand in their way.
std::vector<std::string> rungs(LawBook const& book, Subject subject, std::string const& award);

// The history that counts for certain, by which the future is played.
Facts counted_facts(Regime const& regime, Facts const& facts);

}  // namespace thidua::law
