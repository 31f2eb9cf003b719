"""English labels, headings and titles of company documents, as issuers of many countries word them."""

# A line is a key and its wordings.
LABELS = {
    "en": """
name Company name|Name of company|Name|Entity name|Company Name|Name of the Company|Business name|Registered name|Corporate name|Company|Full name of company|Legal name|Name of entity|Entity
number Company number|Registration number|Company No.|Registered number|Company registration number|Entity number|File number|Filing ID|Document number|Registration No.|BR No.|CR No.|UEN|Reg. No.|Registered No.|Incorporation number|Corporation number|Entity ID|CIN
tax Tax identification number|TIN|Tax ID|Tax reference|Tax number|Tax file number|EIN|FEI/EIN Number|Tax reference number
vat VAT number|VAT registration number|VAT No.|VAT Reg No|VAT ID
form Company type|Legal form|Type|Entity type|Type of company|Company category|Legal structure|Class of company|Kind|Nature of company
status Company status|Status|Current status|Entity status|Standing|Registration status|State
incorporated Date of incorporation|Incorporated on|Incorporation date|Registration date|Date of registration|Date formed|Formation date|Initial filing date|Date filed|Incorporation Date|Date of Formation|Established
dissolved Date of dissolution|Dissolved on|Cessation date|Date of cancellation|Date struck off
jurisdiction Jurisdiction|Place of incorporation|State of formation|Governing jurisdiction|Home state|Country of incorporation|Jurisdiction of formation|Place of registration|Law governed
address Registered office address|Registered office|Registered address|Principal address|Address|Principal place of business|Registered Office Address|Mailing address|Office address|Address of registered office|Business address|Principal office
capital Share capital|Issued share capital|Authorised capital|Nominal capital|Paid-up capital|Issued capital|Total paid-up amount|Aggregate nominal value|Stated capital|Authorised share capital|Total nominal value
currency Currency|Currency of capital|CCY|Currency code
shares Number of shares issued|Total number of shares|Shares in issue|Issued shares|Total shares issued|Number allotted|Total issued shares|Authorized shares
email E-mail|Email address|Email|E-mail address
website Website|Web|Web address|Internet
lei LEI|LEI code|Legal entity identifier
alias Trading name|Also known as|Trading as|Business names|Doing business as|DBA
previous Previous name|Former name|Previous company names|Former names|Name history|Formerly known as
p.name Name|Full name|Name in full|Name of person|Individual|Surname and forenames|Full legal name|Name of individual
p.first Forename(s)|First name|Given names|Other names|Given name|Forenames
p.last Surname|Last name|Family name|Surname / family name
p.middle Middle name|Middle name(s)|Middle
p.title Title|Prefix|Style|Salutation
p.previous Former name|Any former names|Previous names|Maiden name
birth Date of birth|DOB|Born|Birth date|D.O.B.|Date of Birth|Month and year of birth
birthplace Place of birth|Birthplace|Born at
nationality Nationality|Citizenship|Citizen of|Nationality / Origin
residence Country of residence|Country/State of residence|Usual residence|Resident in|Country|State or country of residence
p.address Residential address|Address|Correspondence address|Service address|Usual residential address|Address for service|Home address
gender Sex|Gender
idno Identity card number|ID No.|ID number|NRIC/Passport No.|HKID No.|Identification No.|NRIC No.|I.D. Number
passport Passport number|Passport No.|Passport no. and issuing country
position Occupation|Business occupation|Profession|Occupation or business
owner Shareholder|Name of member|Member|Name of shareholder|Shareholder name|Holder|Registered holder|Full name of shareholder|Name of holder|Members|Name and address of member
director Director|Name of director|Officer|Name|Officer name|Manager|Name of officer
secretary Company secretary|Secretary|Corporate secretary
agent Registered agent|Agent|Agent for service of process|Resident agent|Registered agent name|Agent Name
beneficial Beneficial owner|Person with significant control|Ultimate beneficial owner|Name of beneficial owner|PSC|Registrable person|Significant controller
count Number of shares|Shares held|No. of shares|Shares|Holding|Quantity|Number held|Shareholding|Units|Number of Shares
percent Percentage|%|% held|Ownership %|Percentage of shares|Shareholding (%)|% of issued capital|Interest|Percent ownership|Ownership interest|% of total
value Nominal value|Amount paid|Aggregate nominal value|Par value held|Amount contributed|Capital contribution|Value
class Class of shares|Share class|Class|Type of shares|Class of share|Share type
role Position|Role|Office held|Capacity|Title|Designation|Appointment|Officer role|Office
since Appointed on|Date of appointment|Appointed|From|Effective date|Start date|Appointment date|Since|Date appointed|In office since
until Resigned on|Date of resignation|Ceased|Date ceased|To|Date of cessation|Resigned|Until|End date|Ceased on|Date of removal|Left office on
nature Nature of control|Nature of interest|Nature of control and extent|Basis of control|Type of interest
votes Voting rights|% of votes|Votes|Voting %
date Date|Date of issue|Issue date|Date of this statement|Dated|Statement date|Made up to|Date of extract|Issued on|Certificate date|As at
docno Certificate number|Document number|Reference|Certificate No.|Authentication code|Ref|Order number|Receipt No.|Our reference|Filing number|Verification code
start Period start|Commencement date|From|Effective from|Valid from
end Period end|Expiry date|To|Valid until|Expires on|Expiration date
publisher Issued by|Issuing authority|Registrar|Registry|Authority
no No.|Entry|#|Item|S/N|Ref.|Folio|No
remarks Remarks|Notes|Comments|Annotations|Particulars
total Total|TOTAL|Grand total|Total issued
noise Telephone|Fax|Principal activity|SIC code|Nature of business|Next accounts due|Financial year end|Accounts reference date|Fee paid|Customer number|Duration|Charges|Number of employees|Last filed|Objects|Filing method|Payment reference|Secretary of State|Audit firm|Next meeting
s.owners Shareholders|Members|Register of members|Particulars of shareholders|Shareholders of the company|List of members|Shareholding structure|Full details of shareholders|MEMBERS' SHAREHOLDINGS
s.directors Directors|Officers|Current officers|Officers/Authorised representatives|Particulars of directors|Managers|Board of directors|Officer/Director Detail|Governing persons|Directors and officers|Current appointments
s.former Former directors|Resigned officers|Former officers|Previous appointments|Ceased officers|Historical details
s.beneficial Beneficial owners|Persons with significant control|Register of controllers|Ultimate beneficial owners|Beneficial ownership information
s.company Company details|Entity information|Company information|General details|Corporate particulars|Company profile|Detail by entity name|Current entity details|Overview
s.capital Share capital|Statement of capital|Issued capital|Capital structure|Share information
s.agents Registered agent|Registered agent information|Agents|Service providers
t.extract Company extract|Company profile|Current and historical extract|Business profile|Company search report|Corporate registry search|Entity detail|Company particulars search|Certificate of official search|Business Entity Detail
t.members Register of members|REGISTER OF MEMBERS AND SHARE LEDGER|Share register|List of shareholders|Register of shareholders|MEMBERS REGISTER|Register of transfers and allotments|Stock ledger
t.directors Register of directors|Register of directors and secretaries|REGISTER OF DIRECTORS AND OFFICERS|Certificate of directors|Register of managers|List of officers
t.beneficial Register of beneficial owners|Beneficial ownership declaration|Register of persons with significant control|Declaration of beneficial ownership|Significant controllers register|UBO declaration form
t.certificate Certificate of good standing|Certificate of incorporation|Certificate of incumbency|CERTIFICATE OF STATUS|Certificate of existence|Certificate of continuance|Certificate of formation|Certificate of fact
t.return Annual return|Confirmation statement|Annual report|Statement of information|Return of allotments|Annual list of officers|Annual confirmation of particulars
t.resolution Written resolution of the directors|Minutes of a meeting of the board of directors|BOARD RESOLUTION|Resolutions in writing of the sole director|Extract of minutes
t.articles Articles of incorporation|Memorandum of association|Memorandum and articles of association|OPERATING AGREEMENT|Shareholders' agreement|Certificate of limited partnership
t.poa Power of attorney|GENERAL POWER OF ATTORNEY|Special power of attorney|Limited power of attorney
t.accounts Annual accounts|Financial statements|Abridged accounts|Report and financial statements|Unaudited financial statements
t.notice Notice of change of director|Change of particulars of director|Appointment of director|NOTICE OF TERMINATION OF APPOINTMENT|Notice of change
t.licence Business licence|Commercial licence|Trade licence|Professional licence
t.tax Tax registration certificate|Notice of tax registration|VAT registration certificate|Confirmation of employer identification number
role.director Director|DIRECTOR|Managing Director|Chairman|Non-executive director|Executive Director|President|Manager|Treasurer|CEO|Alternate Director
role.secretary Secretary|Company Secretary|SECRETARY|Corporate Secretary
class.share Ordinary|Ordinary shares|ORDINARY|A Ordinary|B Ordinary|Preference|Common Stock|Series A Preferred|Class A|Class B non-voting|Redeemable preference|Ordinary £1|Founders' shares
active Active|ACTIVE|Registered|Live|In good standing|Good Standing|Current|In existence|Live Company|Normal|Active - Proposal to strike off|Live company
inactive Dissolved|Struck off|In liquidation|INACTIVE|Revoked|Administratively dissolved|Suspended
none None|N/A|-|Nil|Not stated|None entered|No data on file|—
yes Yes|YES|Y
s.sign Signature|Signed|For and on behalf of the board|Registrar of Companies|Authorised signatory|Witness
"""
}
NATURE = {
    "en": {
        "25-50": "more than 25% but not more than 50% of the shares|Ownership of shares – More than 25% but not more than 50%|Over 25% up to (and including) 50%|between 25% and 50%",
        "50-75": "more than 50% but less than 75% of the shares|Ownership of shares – More than 50% but less than 75%|Over 50% and less than 75%|between 50% and 75%",
        "75-100": "75% or more of the shares|Ownership of shares – 75% or more|75% or more|between 75% and 100%",
    },
    "de": {"25-50": "mehr als 25 % bis 50 %", "50-75": "mehr als 50 % bis 75 %", "75-100": "mehr als 75 %"},
    "fr": {"25-50": "de 25 % à 50 %|plus de 25 % et jusqu'à 50 % du capital", "50-75": "de 50 % à 75 %", "75-100": "plus de 75 % du capital"},
    "nl": {"25-50": "Meer dan 25% tot en met 50%", "50-75": "Meer dan 50% tot 75%", "75-100": "75% tot en met 100%"},
    "es": {"25-50": "entre el 25% y el 50%|más del 25 % hasta el 50 %", "50-75": "entre el 50% y el 75%", "75-100": "75 % o más"},
    "it": {"25-50": "dal 25% al 50%", "50-75": "dal 50% al 75%", "75-100": "oltre il 75%"},
}  # fmt: skip
