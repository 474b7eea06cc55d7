// Papers that close what the law leaves open. A ruling of the competent body closes an open point
// for every line it fits; a body's own regulation (house.h) adds its requirements. Both are applied
// by rewriting the trees of the book, so whoever evaluates only reads the trees it is given.
#pragma once

#include "law/house.h"

namespace thidua::law {

// Which units a ruling reaches is for the caller to ask: hand over those that fit the subject.
struct Ruling {
    std::string id, number;
    Date date;
    std::string signer;
    std::string award;                 // Empty: every award.
    std::string point;                 // As `open_points` names it.
    std::vector<std::string> regimes;  // Empty: every regime.
    Date from, to;                     // Days of receipt, inclusive.
    bool holds = false;
    std::string value;  // Of a parameter, where it holds: see ruled_value.h. Empty: none given.
};

// The book as it reads for a dossier received on the day, of every read regime: points that a
// fitting ruling names are settled (of several rulings on one point the latest), regulations in
// force that day are joined to the law's requirements. A text nobody has entered stays unread.
LawBook settle(LawBook const& book,
               std::vector<Ruling> const& rulings,
               std::vector<HousePack> const& packs,
               Date received);

// A point that a ruling can close.
struct ClosablePoint {
    std::string point;
    std::string award;  // Empty: the point concerns every award of the regime.
    Subject subject = Subject::Person;
    std::string regime, clause;
    Confidence confidence = Confidence::C;
    bool delegated = false;  // A regulation of the body may fill it as well.
};
// Every point once by award, subject and regime; its sentence is point_of(point) of sentence.h.
std::vector<ClosablePoint> open_points(LawBook const& book);

// What is wrong with a ruling before anyone signs it: an unknown award, regime or point, a point
// that the award's law does not leave open, an impossible period.
Result<void> check(LawBook const& book, Ruling const& ruling);

}  // namespace thidua::law
