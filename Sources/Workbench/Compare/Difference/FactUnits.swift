/// Words and signs that belong to a number, each with the one spelling that stands for all.
enum FactUnits {
  /// Signs of currencies, also before the number.
  static let currencies = ["US$": "$", "$": "$", "€": "€", "£": "£", "¥": "¥", "￥": "¥", "₹": "₹"]
  static let currencyCodes = ["USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "CHF": "CHF"]

  /// Powers of ten.
  static let scales = [
    "thousand": 3, "tausend": 3, "million": 6, "millions": 6, "millionen": 6, "mio": 6, "billion": 9,
    "billions": 9,
    "milliarde": 9, "milliarden": 9, "mrd": 9, "trillion": 12,
  ]
  static let wideScales = ["万": 4, "亿": 8, "億": 8, "萬": 4]

  static let words: [String: String] = [
    "percent": "%", "prozent": "%", "per cent": "%", "dollars": "$", "dollar": "$", "usd": "$", "euro": "€",
    "euros": "€", "eur": "€", "cents": "cent", "cent": "cent", "pounds": "pound",
    "ms": "ms", "millisecond": "ms", "milliseconds": "ms", "millisekunden": "ms", "s": "s", "sec": "s",
    "secs": "s",
    "second": "s", "seconds": "s", "sekunde": "s", "sekunden": "s", "min": "min", "mins": "min",
    "minute": "min",
    "minutes": "min", "minuten": "min", "h": "h", "hour": "h", "hours": "h", "stunde": "h", "stunden": "h",
    "hr": "h", "hrs": "h", "day": "day", "days": "day", "tag": "day", "tage": "day", "tagen": "day",
    "week": "week", "weeks": "week", "wochen": "week", "month": "month", "months": "month", "monate": "month",
    "year": "year", "years": "year", "jahr": "year", "jahre": "year", "jahren": "year",
    "bytes": "byte", "byte": "byte", "kb": "kB", "mb": "MB", "gb": "GB", "tb": "TB", "kib": "KiB",
    "mib": "MiB",
    "gib": "GiB", "mm": "mm", "cm": "cm", "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m",
    "km": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "kilometern": "km",
    "mile": "mile", "miles": "mile", "feet": "ft", "foot": "ft", "ft": "ft", "inch": "inch", "inches": "inch",
    "g": "g", "gram": "g", "grams": "g", "gramm": "g", "kg": "kg", "kilogram": "kg", "kilograms": "kg",
    "tons": "t", "tonnes": "t", "tonnen": "t", "l": "l", "liter": "l", "liters": "l", "ml": "ml",
    "hz": "Hz", "khz": "kHz", "mhz": "MHz", "ghz": "GHz", "w": "W", "kw": "kW", "kwh": "kWh", "mw": "MW",
    "tokens": "token", "token": "token", "people": "people", "inhabitants": "people", "einwohner": "people",
  ]

  /// Signs and words of scripts without blanks, directly behind the number.
  static let wide: [(text: String, unit: String)] = [
    ("‰", "‰"), ("°C", "°C"), ("°F", "°F"), ("°", "°"), ("％", "%"), ("公里", "km"), ("千米", "km"), ("厘米", "cm"),
    ("毫米", "mm"), ("米", "m"), ("公斤", "kg"), ("千克", "kg"), ("克", "g"), ("美元", "$"), ("欧元", "€"), ("元", "元"),
    ("円", "円"), ("毫秒", "ms"), ("秒", "s"), ("分钟", "min"), ("小时", "h"), ("天", "day"), ("年", "year"),
    ("月", "month"), ("岁", "age"), ("人", "people"), ("次", "次"), ("个", ""),
  ]

  static let months: [String: Int] = [
    "january": 1, "jan": 1, "januar": 1, "february": 2, "feb": 2, "februar": 2, "march": 3, "mar": 3,
    "märz": 3,
    "april": 4, "apr": 4, "may": 5, "mai": 5, "june": 6, "jun": 6, "juni": 6, "july": 7, "jul": 7, "juli": 7,
    "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10, "oktober": 10,
    "okt": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12, "dezember": 12, "dez": 12,
  ]
}
