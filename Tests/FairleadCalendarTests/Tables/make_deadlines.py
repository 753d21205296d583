#!/usr/bin/env python3
"""Makes deadlines.json: what tests of business time are held against.

Nothing here knows Fairlead. Holidays are those of the PyPI package `holidays`, zones those of
Python's zoneinfo, working days are counted by numpy, and working time by asking of every single
minute whether anybody works in it.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install holidays numpy
    /tmp/v/bin/python make_deadlines.py > deadlines.json
"""

import datetime as dt
import functools
import json
import random
import sys
from zoneinfo import ZoneInfo

import holidays
import numpy

YEARS = range(2025, 2029)
MINUTE = dt.timedelta(minutes=1)
UTC = dt.timezone.utc


def days_of(country, **options):
    return dict(holidays.country_holidays(country, years=YEARS, **options))


def hours(*spans):
    return [tuple(int(part[:2]) * 60 + int(part[3:]) for part in span.split("-"))
            for span in spans]


class Calendar:
    def __init__(self, zone, week, off=None, special=None):
        self.zone, self.week = ZoneInfo(zone), week
        self.off, self.special = off or {}, special or {}

    def spans(self, day):
        if day in self.special:
            return self.special[day]
        return [] if day in self.off else self.week[day.weekday()]

    def works(self, moment):
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.spans(local.date()))

    def mask(self):
        """For numpy: which weekdays are worked, and the days that are not."""
        first, last = dt.date(YEARS[0], 1, 1), dt.date(YEARS[-1], 12, 31)
        every = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        plain = [bool(spans) for spans in self.week]
        shut = [day for day in every if plain[day.weekday()] and not self.spans(day)]
        opened = [day for day in every if not plain[day.weekday()] and self.spans(day)]
        return plain, shut, opened


def half_days(*days):
    return {dt.date.fromisoformat(day): hours("09:00-12:30") for day in days}


FIVE = lambda *spans: [hours(*spans)] * 5 + [[], []]
WHOLE = [hours("00:00-24:00")] * 7

CALENDARS = {
    "supportEMEA": Calendar("Europe/Berlin", FIVE("08:00-18:00"), days_of("DE")),
    "financeEMEA": Calendar(
        "Europe/Berlin",
        [hours("09:00-12:30", "13:30-18:00")] * 4 + [hours("09:00-12:30", "13:30-16:00"), [], []],
        days_of("DE"),
        half_days("2025-12-24", "2025-12-31", "2026-12-24", "2026-12-31", "2027-12-24",
                  "2027-12-31")),
    "financeAmericas": Calendar("America/New_York", FIVE("09:00-17:00"), days_of("US")),
    "financeUK": Calendar("Europe/London", FIVE("09:00-17:30"), days_of("GB", subdiv="ENG")),
    "financeFrance": Calendar(
        "Europe/Paris", FIVE("09:00-12:00", "14:00-18:00"), days_of("FR")),
    "financeJapan": Calendar(
        "Asia/Tokyo", FIVE("09:00-12:00", "13:00-18:00"), days_of("JP")),
    # Those of test-calendars.yaml: always open, at night, half an hour of summer time, a change
    # of clocks at midnight, and Saturdays that are worked.
    "always": Calendar("Europe/Berlin", WHOLE),
    "night": Calendar("America/New_York", [hours("00:00-06:00", "22:00-24:00")] * 7),
    "lordHowe": Calendar("Australia/Lord_Howe", [hours("01:30-09:30")] * 7),
    "azores": Calendar("Atlantic/Azores", [hours("00:00-08:00")] * 6 + [hours("00:00-24:00")]),
    "saturdays": Calendar(
        "Europe/Budapest", FIVE("08:00-16:00"), {
            dt.date(2026, 1, 2): "", dt.date(2026, 8, 21): "", dt.date(2026, 12, 24): ""},
        {dt.date(2026, 1, 10): hours("08:00-16:00"), dt.date(2026, 8, 8): hours("08:00-16:00"),
         dt.date(2026, 12, 12): hours("08:00-12:00")}),
}


def counts(calendar, moment, pauses):
    if any(start <= moment < end for start, end in pauses):
        return False
    return calendar is None or calendar.works(moment)


def reach(calendar, start, minutes, pauses=()):
    """The moment by which so many minutes were counted, minute by minute."""
    moment = start
    while minutes > 0:
        if counts(calendar, moment, pauses):
            minutes -= 1
        moment += MINUTE
    return moment


def between(calendar, start, end, pauses=()):
    count, moment = 0, start
    while moment < end:
        count += counts(calendar, moment, pauses)
        moment += MINUTE
    return count


def close(calendar, start, days):
    """The close of the working day so many after the day of a moment; the day by numpy."""
    plain, shut, opened = calendar.mask()
    first = start.astimezone(calendar.zone).date()
    if opened:
        # numpy has no worked Saturdays: one day after the other.
        day, left = first, days
        while left:
            day += dt.timedelta(days=1)
            left -= bool(calendar.spans(day))
    else:
        day = numpy.busday_offset(
            first, days, roll="preceding", weekmask=plain, holidays=shut).astype(object)
    moment = dt.datetime.combine(day, dt.time(), calendar.zone).astimezone(UTC)
    last = None
    for _ in range(30 * 60):
        if moment.astimezone(calendar.zone).date() == day and calendar.works(moment):
            last = moment
        moment += MINUTE
    return last + MINUTE


def text(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso(minutes):
    return f"PT{minutes}M"


CASES = []


def case(why, name, start, target, pauses=(), to=None):
    """One row: the deadline, and when three quarters are over where that is a whole minute; where
    the calendar changes, those by the new one."""
    given = {key: value for key, value in target.items()}

    def rows(name):
        calendar = CALENDARS[name] if name else None
        if "businessDays" in target:
            minutes = between(calendar, start, close(calendar, start, target["businessDays"]))
        elif "at" in target:
            minutes = between(calendar, start, target["at"])
        else:
            minutes = target.get("business", target.get("elapsed"))
        found = {"deadline": text(reach(calendar, start, minutes, pauses)), "minutes": minutes}
        if minutes % 4 == 0:
            found["threeQuarters"] = text(reach(calendar, start, minutes * 3 // 4, pauses))
        return found

    for key in ("business", "elapsed"):
        if key in given:
            given[key] = iso(given[key])
    if "at" in given:
        given["at"] = text(given["at"])
    row = {"why": why, "calendar": name, "start": text(start), "target": given,
           "pauses": [[text(a), text(b)] for a, b in pauses], **rows(name)}
    if to:
        row["changed"] = {"calendar": to, **rows(to)}
    CASES.append(row)


def at(zone, words):
    return dt.datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def by_hand():
    """Where it is easy to be wrong."""
    for name, calendar in CALENDARS.items():
        zone = calendar.zone.key
        spring = {"America/New_York": "2026-03-06", "Australia/Lord_Howe": "2026-10-02"}
        autumn = {"America/New_York": "2026-10-30", "Australia/Lord_Howe": "2026-04-03"}
        for what, day in (("spring", spring.get(zone, "2026-03-27")),
                          ("autumn", autumn.get(zone, "2026-10-23"))):
            friday = at(zone, day + " 16:40")
            case(f"over the change of clocks in {what}", name, friday, {"business": 12 * 60})
            case(f"days over the change of clocks in {what}", name, friday, {"elapsed": 72 * 60}
                 if name in ("night", "lordHowe", "azores", "always") else {"business": 40 * 60})
            case(f"on the day of the change in {what}", name, at(zone, day + " 09:00")
                 + dt.timedelta(days=1, hours=14), {"business": 8 * 60})
        case("over the turn of the year", name, at(zone, "2026-12-23 15:00"), {"business": 40 * 60})
        case("from a Saturday", name, at(zone, "2026-06-13 11:00"), {"business": 4 * 60})
        case("a pause over a night", name, at(zone, "2026-06-16 15:00"), {"business": 8 * 60},
             [(at(zone, "2026-06-16 17:00"), at(zone, "2026-06-17 10:00"))])
        case("two pauses, one over a weekend", name, at(zone, "2026-06-11 10:00"),
             {"business": 20 * 60},
             [(at(zone, "2026-06-12 11:00"), at(zone, "2026-06-15 09:30")),
              (at(zone, "2026-06-15 14:15"), at(zone, "2026-06-16 08:45"))])
        case("a pause over the change of clocks", name, at(zone, spring.get(zone, "2026-03-27")
             + " 10:00"), {"business": 16 * 60},
             [(at(zone, spring.get(zone, "2026-03-27") + " 15:00"),
               at(zone, spring.get(zone, "2026-03-27") + " 12:00") + dt.timedelta(days=3))])
    for name in ("supportEMEA", "financeEMEA", "financeAmericas", "financeUK", "financeFrance",
                 "financeJapan", "saturdays"):
        zone = CALENDARS[name].zone.key
        starts = ["2026-04-02 16:00", "2026-04-30 10:00", "2026-07-02 17:56", "2026-08-07 09:00",
                  "2026-09-18 12:00", "2026-12-11 08:00", "2026-12-24 12:00", "2026-06-14 00:00"]
        for days, day in zip((1, 2, 3, 5, 5, 10, 5, 1), starts):
            if name == "saturdays" and day > "2026-12-20":
                continue
            start = at(zone, day)
            case("in business days", name, start, {"businessDays": days})
    case("elapsed, not paused", None, at("Europe/Berlin", "2026-03-28 12:00"), {"elapsed": 1440})
    case("elapsed, paused", None, at("Europe/Berlin", "2026-10-24 12:00"), {"elapsed": 1440},
         [(at("Europe/Berlin", "2026-10-24 20:00"), at("Europe/Berlin", "2026-10-25 20:00"))])
    case("a moment, paused", None, at("Europe/Berlin", "2026-05-04 09:00"),
         {"at": at("Europe/Berlin", "2026-05-20 17:00")},
         [(at("Europe/Berlin", "2026-05-06 09:00"), at("Europe/Berlin", "2026-05-07 21:00"))])
    case("a moment in working time, paused", "financeEMEA", at("Europe/Berlin", "2026-05-04 09:00"),
         {"at": at("Europe/Berlin", "2026-05-20 17:00")},
         [(at("Europe/Berlin", "2026-05-06 09:00"), at("Europe/Berlin", "2026-05-07 21:00"))])
    case("paused at once", "supportEMEA", at("Europe/Berlin", "2026-05-04 09:00"),
         {"business": 480},
         [(at("Europe/Berlin", "2026-05-04 09:00"), at("Europe/Berlin", "2026-05-05 09:00"))])
    for one, other in (("supportEMEA", "financeEMEA"), ("financeUK", "financeAmericas"),
                       ("financeFrance", "financeJapan"), ("financeAmericas", "always"),
                       ("always", "supportEMEA"), ("financeEMEA", "saturdays"),
                       ("financeJapan", "financeUK"), ("saturdays", "financeFrance")):
        for day in ("2026-03-27 15:00", "2026-05-13 11:00", "2026-11-25 10:20"):
            case("the calendar changes", one, at("Europe/Berlin", day), {"business": 24 * 60},
                 [(at("Europe/Berlin", day) + dt.timedelta(hours=3),
                   at("Europe/Berlin", day) + dt.timedelta(hours=30))], to=other)


def by_chance(count):
    chance = random.Random(20261121)
    names = list(CALENDARS)
    for _ in range(count):
        name = chance.choice(names)
        start = dt.datetime(2025, 2, 1, tzinfo=UTC) + MINUTE * chance.randrange(60 * 24 * 1_000)
        pauses, moment = [], start
        for _ in range(chance.randrange(3)):
            first = moment + MINUTE * chance.randrange(0, 3_000)
            moment = first + MINUTE * chance.randrange(1, 6_000)
            pauses.append((first, moment))
        case("by chance", name, start, {"business": 4 * chance.randrange(1, 1_200)}, pauses)


@functools.cache
def holiday_names():
    return {
        country: sorted(str(day) for day in days_of(code, **options))
        for country, code, options in (
            ("germany", "DE", {}), ("france", "FR", {}), ("england", "GB", {"subdiv": "ENG"}),
            ("unitedStates", "US", {}), ("japan", "JP", {}))}


if __name__ == "__main__":
    by_hand()
    by_chance(80)
    print("{")
    print('"holidays": ' + json.dumps(holiday_names()) + ",")
    print('"deadlines": [')
    print(",\n".join(json.dumps(row) for row in CASES))
    print("]}")
    print(f"{len(CASES)} cases", file=sys.stderr)
