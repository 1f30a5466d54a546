"""Honorifics, vacancies and parties as councils publish them."""

import pytest

from profiles.naming import is_vacancy, party_name, split_name


@pytest.mark.parametrize(
    ("full", "split"),
    [
        ("Councillor Ada Fairlight", ("Councillor", "Ada Fairlight")),
        ("Cllr Mrs Ann Lee MBE", ("Cllr Mrs", "Ann Lee MBE")),
        ("Cllr. Dr. Bram O'Dell", ("Cllr. Dr.", "Bram O'Dell")),
        ("COUNCILLOR ADA FAIRLIGHT", ("COUNCILLOR", "ADA FAIRLIGHT")),
        ("County Councillor Ada Fairlight", ("County Councillor", "Ada Fairlight")),
        ("Y Cynghorydd Non Morgan", ("Y Cynghorydd", "Non Morgan")),
        ("Mayor Cass Winterbourne", ("Mayor", "Cass Winterbourne")),
        ("The Lord Mayor, Councillor Ada Fairlight", ("The Lord Mayor, Councillor", "Ada Fairlight")),
        ("Deputy Mayor - Councillor Ada Fairlight", ("Deputy Mayor - Councillor", "Ada Fairlight")),
        ("Depute Provost Isla Munro", ("Depute Provost", "Isla Munro")),
        ("Dr Fay Twelvetrees AM", ("Dr", "Fay Twelvetrees AM")),
        ("Councillor Lord Ashby of Mill", ("Councillor Lord", "Ashby of Mill")),
        ("Councillor Major Singh", ("Councillor", "Major Singh")),
        ("Councillor Earl Grey", ("Councillor", "Earl Grey")),
        ("Councillor Fairlight", ("Councillor", "Fairlight")),
        ("Drew Missenden", ("", "Drew Missenden")),
        ("Revathi Mayoress-Smith", ("", "Revathi Mayoress-Smith")),
        ("Charlotte  \r\n Fairlight", ("", "Charlotte Fairlight")),
        ("Councillor", ("", "Councillor")),
        ("", ("", "")),
    ],
)
def test_an_honorific_is_parted_from_the_name(full, split):
    assert split_name(full) == split


@pytest.mark.parametrize(
    ("full", "vacant"),
    [
        ("Vacant seat", True),
        ("VACANT", True),
        ("Vacancy", True),
        ("Councillor Vacant", True),
        ("Cllr Vacant - by-election 5 May", True),
        ("(Vacant)", True),
        ("Seat vacant", True),
        ("To be elected", True),
        ("Councillor Ada Vacanti", False),
        ("Ada Fairlight", False),
    ],
)
def test_a_vacancy_is_nobody(full, vacant):
    assert is_vacancy(full) is vacant


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Labour", "Labour Party"),
        ("LABOUR", "Labour Party"),
        ("The  Labour Party", "Labour Party"),
        ("Welsh Labour", "Labour Party"),
        ("Labour and Co-operative", "Labour Party"),
        ("Labour & Co-operative Party", "Labour Party"),
        ("Labour (Co-op)", "Labour Party"),
        ("Conservatives", "Conservative Party"),
        ("The Conservative and Unionist Party", "Conservative Party"),
        ("Scottish Conservative and Unionists", "Conservative Party"),
        ("Liberal Democrat", "Liberal Democrats"),
        ("Scottish Liberal Democrats", "Liberal Democrats"),
        ("Lib Dem", "Liberal Democrats"),
        ("Green", "Green Party"),
        ("Scottish Greens", "Scottish Green Party"),
        ("S.N.P.", "Scottish National Party"),
        ("Scottish National Party (SNP)", "Scottish National Party"),
        ("Plaid Cymru", "Plaid Cymru"),
        ("Reform", "Reform UK"),
        ("UKIP", "UK Independence Party"),
        ("Independents", "Independent"),
        ("Sinn Fein", "Sinn Féin"),
        ("Mill Lane  Residents", "Mill Lane Residents"),
        ("The Mill Lane Residents", "The Mill Lane Residents"),
        ("Social Democratic and Labour Party", "Social Democratic and Labour Party"),
        ("", ""),
    ],
)
def test_a_party_has_one_name(raw, name):
    assert party_name(raw) == name
