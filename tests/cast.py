"""Who the tests speak of: 安丽 (alice) may, 包博 (bob) is her colleague, 查立 (charlie) of another unit must not."""

from typing import Any

CAST: dict[str, Any] = {
    "since": "2020-01-01",
    "organisations": [
        {"code": "city", "name": "青山市总工会", "level": "city"},
        {"code": "county", "name": "江东区总工会", "level": "county", "parent": "city"},
        {"code": "mill", "name": "星河机械厂", "level": "unit", "parent": "county"},
        {"code": "yard", "name": "云帆造船厂", "level": "unit", "parent": "county"},
    ],
    "people": [
        {"login": "alice", "name": "安丽", "seats": [{"at": "mill", "role": "union_officer"}]},
        {"login": "bob", "name": "包博", "seats": [{"at": "mill", "role": "union_officer"}]},
        {"login": "charlie", "name": "查立", "seats": [{"at": "yard", "role": "union_officer"}]},
        {"login": "lin", "name": "林静", "seats": [{"at": "mill", "role": "lead"}]},
        {"login": "zhou", "name": "周䶮", "seats": [{"at": "mill", "role": "lead"}]},
        {"login": "xu", "name": "许㛃", "seats": [{"at": "yard", "role": "lead"}]},
        {"login": "sun", "name": "孙丽", "seats": [{"at": "county", "role": "approver"}]},
        {"login": "office", "name": "王书琴", "seats": [{"at": "city", "role": "office"}]},
        {"login": "expert", "name": "沈立言", "seats": [{"at": "city", "role": "inspector"}]},
        {"login": "auditor", "name": "顾长河", "seats": [{"at": "city", "role": "auditor"}]},
        {"login": "root", "name": "管理员", "seats": [{"at": "city", "role": "administrator"}]},
    ],
}
